// Asks the parcel's page for what the card says beyond the register's feature, in the page's language.
import { pathOf } from "./register.js";

export interface Summary {
  addresses: string[];
  buildings: string[];
  /** Of public registers. */
  entries: { url: string; words: string }[];
}

export interface End {
  /** ISO date */
  ended: string;
  /** Identifiers. */
  successors: string[];
}

export class Summaries {
  constructor(private readonly pageAddress: string) {}

  /** Null if it cannot be told. */
  async of(identifier: string, day: string | null): Promise<Summary | null> {
    return (await this.ask(identifier, 200, day === null ? "" : `?data=${day}`)) as Summary | null;
  }

  /** What became of a parcel that is no longer in force; null if it cannot be told. */
  async end(identifier: string): Promise<End | null> {
    return (await this.ask(identifier, 410, "")) as End | null;
  }

  private async ask(identifier: string, status: number, query: string): Promise<unknown> {
    const path = pathOf(identifier);
    if (path === null) return null;
    try {
      const response = await fetch(`${this.pageAddress}${path}/skrot.json${query}`);
      return response.status === status ? await response.json() : null;
    } catch {
      return null;
    }
  }
}
