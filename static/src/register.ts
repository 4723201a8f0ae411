// Asks the service about one parcel; geometry comes in EPSG:2180, ready to draw.

export interface LandUse {
  ofu: string;
  ozu?: string | null;
  ozk?: string | null;
  area_ha: number;
}

export interface ParcelFacts {
  identifier: string;
  number: string;
  precinct_name: string;
  unit_name: string;
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

  constructor(
    private readonly pointAddress: string,
    private readonly parcelAddress: string,
  ) {}

  at(easting: number, northing: number): Promise<Answer> {
    const point = `x=${easting.toFixed(2)}&y=${northing.toFixed(2)}`;
    return this.ask(`${this.pointAddress}?${point}&srid=2180&crs=2180`);
  }

  byIdentifier(identifier: string): Promise<Answer> {
    return this.ask(`${this.parcelAddress}${identifier}/?crs=2180`);
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
