// A picture below the register, from a service of someone else's: it may fail, and the map goes on.
import type Map from "ol/Map.js";
import TileLayer from "ol/layer/Tile.js";
import TileWMS from "ol/source/TileWMS.js";
import WMTS from "ol/source/WMTS.js";
import WMTSTileGrid from "ol/tilegrid/WMTS.js";

import { CORNER, PL_1992, TILE_PIXELS, tileGrid } from "./grid.js";
import { setNotice } from "./notices.js";
import { element } from "./page.js";

export interface Background {
  id: string;
  kind: "wmts" | "wms";
  url: string;
  layer: string;
  format: string;
  attribution: string;
  /** WMTS only: name of the matrix set, its levels named after it, and their scale denominators. */
  matrix_set: string;
  scales: number[];
}

// Metres of a pixel as the standard has it.
const PIXEL = 0.000_28;

function wmts({ url, layer, format, matrix_set, scales }: Background): WMTS {
  const grid = new WMTSTileGrid({
    origin: CORNER,
    tileSize: TILE_PIXELS,
    resolutions: scales.map((scale) => scale * PIXEL),
    matrixIds: scales.map((_, level) => `${matrix_set}:${level}`),
  });
  const parts = { url, layer, format, matrixSet: matrix_set, style: "default" };
  return new WMTS({ ...parts, projection: PL_1992, tileGrid: grid });
}

function wms({ url, layer, format }: Background): TileWMS {
  // Version 1.1.1 knows one order of axes only; in 1.3.0 servers differ on EPSG:2180.
  const params = { LAYERS: layer, FORMAT: format, VERSION: "1.1.1", STYLES: "" };
  return new TileWMS({ url, params, projection: PL_1992, tileGrid: tileGrid() });
}

export class BackgroundPicture {
  private readonly layer = new TileLayer({ zIndex: -1 });
  private readonly credit = element('[data-field="attribution"]');
  private shown: string | null = null;
  /** Whether a picture lies below the register now. */
  isSeen = false;

  /** `onSeen`: whether a picture lies below the register now; not while its service gives none. */
  constructor(
    map: Map,
    private readonly known: readonly Background[],
    private readonly onSeen: (seen: boolean) => void,
  ) {
    map.addLayer(this.layer);
  }

  /** `id` null: none. */
  show(id: string | null, opacity: number): void {
    this.layer.setOpacity(opacity);
    if (id === this.shown) return;
    this.shown = id;
    setNotice("background", false);
    const background = this.known.find((candidate) => candidate.id === id);
    this.credit.textContent = background?.attribution ?? "";
    this.tell(false);
    this.layer.setSource(background === undefined ? null : this.watched(background));
  }

  private tell(seen: boolean): void {
    this.isSeen = seen;
    this.onSeen(seen);
  }

  private watched(background: Background): WMTS | TileWMS {
    const source = background.kind === "wmts" ? wmts(background) : wms(background);
    source.once("tileloadend", () => {
      this.tell(background.id === this.shown);
    });
    source.on("tileloaderror", () => {
      setNotice("background", background.id === this.shown);
    });
    source.on("tileloadend", () => {
      setNotice("background", false);
    });
    return source;
  }
}
