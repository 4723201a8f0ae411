// How the register looks on the map: quiet lines, light tints, numbers only where they fit.
import type { FeatureLike } from "ol/Feature.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";
import type { StyleFunction } from "ol/style/Style.js";

import type { LabelPieces } from "./labels.js";
import { levelOf } from "./grid.js";
import type { Palette } from "./palette.js";

/** First zoom levels of the layers in a tile, as the server cuts them. */
export const PARCELS_FROM = 11;
const BUILDINGS_FROM = 13;
const NUMBERS_FROM = 13;
const ADDRESSES_FROM = 15;
const PRECINCT_NAMES_UNTIL = 12;

export const FONT = '"Source Sans 3 Variable", "Source Sans 3", "Segoe UI", sans-serif';

const enum Order {
  Land,
  Tint,
  PrecinctBand,
  Parcel,
  Building,
  Precinct,
  Label,
}

type Painter = (feature: FeatureLike, zoom: number) => Style | Style[] | undefined;
type Tint = "forest" | "meadow" | "field" | "water" | "built" | "road";

const TINTS: Readonly<Record<string, Tint>> = {
  Ls: "forest",
  Lz: "forest",
  Lzr: "forest",
  Ł: "meadow",
  Ps: "meadow",
  S: "meadow",
  R: "field",
  W: "water",
  Wsr: "water",
  Wp: "water",
  Ws: "water",
  Wm: "water",
  Br: "built",
  B: "built",
  Ba: "built",
  Bi: "built",
  Bp: "built",
  Bz: "built",
  dr: "road",
  Tk: "road",
  Ti: "road",
  Tp: "road",
};

function parcelWidth(zoom: number): number {
  if (zoom < 12) return 0.4;
  if (zoom < 13) return 0.6;
  return zoom < 15 ? 0.9 : 1.2;
}

function halo(palette: Palette, width: number): Stroke {
  return new Stroke({ color: palette.halo, width });
}

function paintPrecincts(palette: Palette, pieces: LabelPieces): Painter {
  const land = new Style({ zIndex: Order.Land, fill: new Fill({ color: palette.land }) });
  // A line on a pale band, not dashes: neighbours draw their common border twice, and dashes would not meet.
  const line = new Stroke({ color: palette["precinct-line"], width: 1 });
  const band = new Stroke({ color: palette["precinct-band"], width: 4 });
  const border = [
    new Style({ zIndex: Order.PrecinctBand, stroke: band }),
    new Style({ zIndex: Order.Precinct, stroke: line }),
  ];
  const text = new Text({
    font: `600 13px ${FONT}`,
    fill: new Fill({ color: palette["precinct-text"] }),
    stroke: halo(palette, 3),
    overflow: true,
  });
  const label = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    line.setWidth(zoom < PARCELS_FROM ? 1 : 1.6);
    band.setWidth(zoom < PARCELS_FROM ? 4 : 8);
    if (zoom >= PRECINCT_NAMES_UNTIL || !pieces.carries(feature, zoom)) return [land, ...border];
    text.setText(String(feature.get("name") ?? ""));
    return [land, ...border, label];
  };
}

function paintLandUse(palette: Palette): Painter {
  const tints = new Map<unknown, Style>();
  for (const [code, tint] of Object.entries(TINTS)) {
    tints.set(code, new Style({ zIndex: Order.Tint, fill: new Fill({ color: palette[tint] }) }));
  }
  return (feature) => tints.get(feature.get("ofu"));
}

function paintParcels(palette: Palette, pieces: LabelPieces): Painter {
  const stroke = new Stroke({ color: palette["parcel-line"], width: 1 });
  const outline = new Style({ zIndex: Order.Parcel, stroke });
  // Many precincts come without a boundary of their own: then only the parcels say where the land is.
  const ground = new Style({ zIndex: Order.Land, fill: new Fill({ color: palette.land }) });
  const text = new Text({ fill: new Fill({ color: palette["parcel-text"] }), stroke: halo(palette, 2.5) });
  const label = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    stroke.setWidth(parcelWidth(zoom));
    if (zoom < NUMBERS_FROM || !pieces.carries(feature, zoom)) return [ground, outline];
    text.setFont(`500 ${zoom < 14.5 ? 12 : 14}px ${FONT}`);
    text.setText(String(feature.get("number")));
    return [ground, outline, label];
  };
}

function paintBuildings(palette: Palette): Painter {
  const style = new Style({
    zIndex: Order.Building,
    fill: new Fill({ color: palette.building }),
    stroke: new Stroke({ color: palette["building-line"], width: 0.8 }),
  });
  return (_, zoom) => (zoom < BUILDINGS_FROM ? undefined : style);
}

function paintAddresses(palette: Palette): Painter {
  const text = new Text({
    font: `600 12px ${FONT}`,
    fill: new Fill({ color: palette["address-text"] }),
    stroke: halo(palette, 2.5),
  });
  const style = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    if (zoom < ADDRESSES_FROM) return undefined;
    text.setText(String(feature.get("number")));
    return style;
  };
}

/** Draws the layers of one tile; `pieces` remembers which piece of a cut object carries its label. */
export function cartography(palette: Palette, pieces: LabelPieces): StyleFunction {
  const painters: Readonly<Record<string, Painter>> = {
    precincts: paintPrecincts(palette, pieces),
    land_use: paintLandUse(palette),
    parcels: paintParcels(palette, pieces),
    buildings: paintBuildings(palette),
    addresses: paintAddresses(palette),
  };
  return (feature, resolution) => painters[String(feature.get("layer"))]?.(feature, levelOf(resolution));
}
