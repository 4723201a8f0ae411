// Entries of public registers on the map: tiles of their own, signs that differ by shape as by colour.
import type { FeatureLike } from "ol/Feature.js";
import type Map from "ol/Map.js";
import { intersects, type Extent } from "ol/extent.js";
import MVT from "ol/format/MVT.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorTileSource from "ol/source/VectorTile.js";
import { Circle, Fill, RegularShape, Stroke, Style } from "ol/style.js";

import { PL_1992, tileGrid } from "./grid.js";
import { faded } from "./painting.js";
import { withPalette, type Palette } from "./palette.js";

export interface EntriesConfig {
  /** Address of tiles with {z}, {x}, {y}. */
  tiles: string;
  extent: Extent;
}

const LEVELS = ["granted", "refused", "pending", "ended"] as const;
type Level = (typeof LEVELS)[number];

/** Decisions against are triangles, open cases diamonds. */
function signOf(level: Level, palette: Palette): Style[] {
  const names = { granted: "info", refused: "error", pending: "warning", ended: "act-past" } as const;
  const colour = palette[names[level]];
  const stroke = new Stroke({ color: palette["selected-casing"], width: 1.5 });
  const fill = new Fill({ color: colour });
  const corners = { granted: 0, refused: 3, pending: 4, ended: 0 }[level];
  const image = corners === 0 ? new Circle({ radius: 6, stroke, fill }) : new RegularShape({ points: corners, radius: 9, stroke, fill });
  return [
    new Style({ image, fill: new Fill({ color: faded(colour, 0.15) }), stroke: new Stroke({ color: colour, width: 2 }) }),
  ];
}

export class EntriesLayer {
  private readonly layer: VectorTileLayer<VectorTileSource>;

  constructor(map: Map, { tiles, extent }: EntriesConfig) {
    this.layer = new VectorTileLayer<VectorTileSource>({ visible: false, zIndex: 1 });
    const grid = tileGrid();
    const source = new VectorTileSource({ format: new MVT(), projection: PL_1992, tileGrid: grid });
    // Beyond what there is the server knows no tiles.
    source.setTileUrlFunction(([z = 0, x = 0, y = 0]) =>
      intersects(grid.getTileCoordExtent([z, x, y]), extent)
        ? tiles.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y))
        : undefined,
    );
    this.layer.setSource(source);
    withPalette((palette) => {
      const styles = new globalThis.Map(LEVELS.map((level) => [level as string, signOf(level, palette)]));
      this.layer.setStyle((feature: FeatureLike) => styles.get(String(feature.get("level"))));
    });
    map.addLayer(this.layer);
  }

  show(on: boolean): void {
    this.layer.setVisible(on);
  }
}
