// Georeferenced drawings of plans over the register, of the acts that are in view.
import type Map from "ol/Map.js";
import type { Extent } from "ol/extent.js";
import TileLayer from "ol/layer/Tile.js";
import XYZ from "ol/source/XYZ.js";
import TileGrid from "ol/tilegrid/TileGrid.js";

import { CORNER, PL_1992, resolutionAt, TILE_PIXELS } from "./grid.js";

interface Drawing {
  id: number | string;
  title: string;
  /** EPSG:2180, easting first */
  extent: Extent;
  minzoom: number;
  maxzoom: number;
  /** Address with {z}, {x}, {y}. */
  tiles: string;
}

// More pictures than this on top of one another help nobody.
const MOST_ACTS = 12;

/** The service names its host, which behind a proxy need not be the page's. */
function ownPath(address: string): string {
  return address.replace(/^https?:\/\/[^/]+/, "");
}

function pictureOf({ extent, minzoom: first, maxzoom: last, tiles }: Drawing): TileLayer<XYZ> {
  const resolutions = Array.from({ length: last + 1 }, (_, level) => resolutionAt(level));
  const tileGrid = new TileGrid({ origin: CORNER, tileSize: TILE_PIXELS, resolutions, minZoom: first, extent });
  // Over the register's own lines, under what a person chose.
  const source = new XYZ({ url: ownPath(tiles), projection: PL_1992, tileGrid });
  return new TileLayer({ source, extent, zIndex: 0.25, className: "plan-drawing" });
}

/** Asked once for each act, however many maps show it. */
export class DrawingList {
  private readonly asked = new globalThis.Map<string, Promise<Drawing[]>>();

  constructor(private readonly address: string) {}

  of(act: string): Promise<Drawing[]> {
    const known = this.asked.get(act);
    if (known !== undefined) return known;
    const answer = this.ask(act);
    this.asked.set(act, answer);
    return answer;
  }

  private async ask(act: string): Promise<Drawing[]> {
    try {
      const response = await fetch(`${this.address}?act=${encodeURIComponent(act)}`);
      return response.ok ? ((await response.json()) as Drawing[]) : [];
    } catch {
      this.asked.delete(act);
      return [];
    }
  }
}

export class Drawings {
  private readonly shown = new globalThis.Map<string, TileLayer<XYZ>>();
  private wanted: readonly string[] = [];

  constructor(
    private readonly map: Map,
    private readonly list: DrawingList,
  ) {}

  /** Those of these acts, at a strength from 0 to 1; the others go. */
  async show(acts: readonly string[], opacity: number): Promise<void> {
    const wanted = (this.wanted = acts.slice(0, MOST_ACTS));
    const found = (await Promise.all(wanted.map((act) => this.list.of(act)))).flat();
    // The map has moved on meanwhile.
    if (wanted !== this.wanted) return;
    const keys = new Set(found.map(({ tiles }) => tiles));
    for (const [key, layer] of this.shown) {
      if (keys.has(key)) continue;
      this.map.removeLayer(layer);
      this.shown.delete(key);
    }
    for (const drawing of found) this.layerOf(drawing).setOpacity(opacity);
  }

  private layerOf(drawing: Drawing): TileLayer<XYZ> {
    const known = this.shown.get(drawing.tiles);
    if (known !== undefined) return known;
    const layer = pictureOf(drawing);
    this.shown.set(drawing.tiles, layer);
    this.map.addLayer(layer);
    return layer;
  }
}
