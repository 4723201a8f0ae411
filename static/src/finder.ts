// Asks the search service; newer words overtake the question under way.
import type { Extent } from "ol/extent.js";

export interface Found {
  kind: string;
  label: string;
  detail: string;
  identifier: string | null;
  url: string;
  /** EPSG:2180 */
  extent: Extent | null;
  point: [number, number] | null;
}

export interface Findings {
  results: Found[];
  groups: { kind: string; title: string; count: number }[];
  more: boolean;
}

export class Finder {
  private underWay = new AbortController();

  constructor(private readonly address: string) {}

  async ask(query: string, limit: number): Promise<Findings | "silent" | "overtaken"> {
    this.abandon();
    const mine = (this.underWay = new AbortController());
    try {
      const question = new URLSearchParams({ q: query, limit: String(limit) });
      const response = await fetch(`${this.address}?${question}`, { signal: mine.signal });
      return response.ok ? ((await response.json()) as Findings) : "silent";
    } catch {
      return mine.signal.aborted ? "overtaken" : "silent";
    }
  }

  abandon(): void {
    this.underWay.abort();
  }
}
