// Asks the service about parcels; geometry comes in EPSG:2180, ready to draw.

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

/**
 * "none" and "ended" are the register's own words: nothing is there, or no longer;
 * "silent" is that it could not be asked.
 */
export type Failure = "none" | "ended" | "silent" | "overtaken";
export type Answer = [ParcelFeature, ...ParcelFeature[]] | Failure;

const IDENTIFIER = /^[\w./-]{1,80}$/;

/** Only what can be an identifier becomes part of an address. */
export function pathOf(identifier: string): string | null {
  const proper = IDENTIFIER.test(identifier) && !/(^|\/)\.*(\/|$)/.test(identifier);
  return proper ? identifier : null;
}

export class Register {
  private underWay = new AbortController();

  /** `pointAddress` asks by place; it lies in the collection of parcels, `../` from it. */
  constructor(private readonly pointAddress: string) {}

  /** `day`: ISO date; null asks about now. */
  at(easting: number, northing: number, day: string | null = null): Promise<Answer> {
    const point = `x=${easting.toFixed(2)}&y=${northing.toFixed(2)}`;
    return this.ask(`${this.pointAddress}?${point}&srid=2180&crs=2180${onDay(day)}`);
  }

  async byIdentifier(identifier: string, day: string | null = null): Promise<Answer> {
    const collection = new URL("../", new URL(this.pointAddress, window.location.href));
    const path = pathOf(identifier);
    return path === null ? "none" : this.ask(`${collection.pathname}${path}/?crs=2180${onDay(day)}`);
  }

  /** One question at a time: a newer one overtakes the one under way. */
  private async ask(address: string): Promise<Answer> {
    this.underWay.abort();
    const mine = (this.underWay = new AbortController());
    try {
      const response = await fetch(address, { signal: mine.signal });
      if (response.status === 404) return "none";
      if (response.status === 410) return "ended";
      return response.ok ? featuresOf(await response.json()) : "silent";
    } catch {
      return mine.signal.aborted ? "overtaken" : "silent";
    }
  }
}

function onDay(day: string | null): string {
  return day === null ? "" : `&date=${day}`;
}

function featuresOf(answer: unknown): Answer {
  const json = answer as ParcelFeature | { type: "FeatureCollection"; features: ParcelFeature[] };
  const [first, ...others] = json.type === "Feature" ? [json] : json.features;
  return first === undefined ? "none" : [first, ...others];
}
