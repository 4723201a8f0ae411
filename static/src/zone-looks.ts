// Which look a zone has by its symbol; the looks themselves are the server's (plans/symbols.py), for paper too.
import { themes } from "../palette.json";

/** Colour as #rrggbb, and a pattern as SVG path data on a tile of 12 units. */
export type ZoneLook = readonly [colour: string, pattern: string];

export interface ZoneLooks {
  /** By key: the symbols of a plan ogólny's zones, and a few more. */
  zones: Readonly<Record<string, ZoneLook>>;
  /** Beginnings of local plans' symbols, and the key that each leads to. */
  groups: Readonly<Record<string, string>>;
  /** By the kind of the area. */
  regulations: Readonly<Record<string, ZoneLook>>;
}

export const OTHER = "other";
const NOTHING: ZoneLook = ["#e9e4da", ""];
// As in plans/symbols.py: numbers of areas and of zones, then the letters that count.
const NUMBERING = /^(?:[A-ZŁŚŻ]{1,2}?\d+[.\s-]*|[\d.\s-]+)(?=[A-ZŁŚŻ])/;
const LETTERS = /^[A-ZŁŚŻ]+/;

/** Key of a local plan's symbol as written: "MN", "1.MN/U", "KD-L"; the longest beginning counts. */
export function groupOf(symbol: string, groups: ZoneLooks["groups"]): string {
  const letters = LETTERS.exec(symbol.trim().toUpperCase().replace(NUMBERING, ""))?.[0] ?? "";
  for (let end = letters.length; end > 0; end -= 1) {
    const key = groups[letters.slice(0, end)];
    if (key !== undefined) return key;
  }
  return OTHER;
}

export function lookOf(key: string, { zones }: ZoneLooks): ZoneLook {
  return zones[key] ?? zones[OTHER] ?? NOTHING;
}

const THEMES = themes as unknown as readonly ZoneLook[];

/** Looks of a theme of restrictions by its place in the list of them. */
export function themeLook(place: number): ZoneLook {
  return THEMES[Math.max(0, place) % THEMES.length] ?? NOTHING;
}
