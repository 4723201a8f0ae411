// Asks the service about one parcel; geometry comes in EPSG:2180, ready to draw.

export interface LandUse {
  ofu: string;
  ozu: string;
  ozk: string;
  area_ha: number | null;
}

export interface ParcelFacts {
  identifier: string;
  number: string;
  precinct: string;
  precinct_name: string | null;
  unit: string;
  unit_name: string | null;
  registered_area_ha: number | null;
  land_use: LandUse[];
  data_date: string | null;
}

export interface ParcelFeature {
  type: "Feature";
  geometry: object;
  properties: ParcelFacts;
}

/** "none" is the register's own word that nothing is there; "silent" is that it could not be asked. */
export type Answer = ParcelFeature | "none" | "silent" | "overtaken";

export class Register {
  private underWay = new AbortController();

  /** `pointAddress` asks by place; it lies in the collection of parcels, `../` from it. */
  constructor(private readonly pointAddress: string) {}

  at(easting: number, northing: number): Promise<Answer> {
    const point = `x=${easting.toFixed(2)}&y=${northing.toFixed(2)}`;
    return this.ask(`${this.pointAddress}?${point}&srid=2180&crs=2180`);
  }

  byIdentifier(identifier: string): Promise<Answer> {
    const collection = new URL("../", new URL(this.pointAddress, window.location.href));
    return this.ask(`${collection.pathname}${identifier}/?crs=2180`);
  }

  /** One question at a time: a newer one overtakes the one under way. */
  private async ask(address: string): Promise<Answer> {
    this.underWay.abort();
    const mine = (this.underWay = new AbortController());
    try {
      const response = await fetch(address, { signal: mine.signal });
      if (response.status === 404 || response.status === 410) return "none";
      if (!response.ok) return "silent";
      return firstFeature(await response.json());
    } catch {
      return mine.signal.aborted ? "overtaken" : "silent";
    }
  }
}

function firstFeature(answer: unknown): Answer {
  const json = answer as ParcelFeature | { type: "FeatureCollection"; features: ParcelFeature[] };
  return json.type === "Feature" ? json : (json.features[0] ?? "none");
}
