// How the register looks on the map: quiet lines, light tints, names and numbers only where they fit.
import { Fill, Stroke, Style, Text } from "ol/style.js";
import type { StyleFunction } from "ol/style/Style.js";

import { far_tints, houses, tints, zooms } from "../palette.json";
import { levelOf } from "./grid.js";
import { faded, FONT, Order, type Painter } from "./painting.js";
import type { Palette } from "./palette.js";
import { planPainters, type PlanLook } from "./planning.js";

export const PARCELS_FROM = zooms.parcels.from;
// What the land is made of: hidden, it loses its outlines only.
const GROUND: ReadonlySet<string> = new Set(["gminas", "precincts", "parcels"]);

export interface Look {
  palette: Palette;
  /** Layers of the tiles. */
  hidden: ReadonlySet<string>;
  /** Opacity of the land use's tints, 0 to 1. */
  landUse: number;
  /** A background picture lies below: nothing may fill it, and lines must show on it. */
  onPicture: boolean;
  /** Identifier of the parcel whose number someone else draws. */
  muted: string | null;
  /** Null where there are none. */
  plans: PlanLook | null;
}

type Tint = keyof typeof tints;
type House = "building" | "building-home" | "building-public" | "building-works";

const TINTS: Readonly<Record<Tint, readonly string[]>> = tints;
// Seen from afar: what gives a landscape its shape.
const FAR_TINTS: readonly string[] = far_tints;
const HOUSES = houses as Readonly<Record<string, House>>;

function halo(palette: Palette, width: number): Stroke {
  return new Stroke({ color: palette.halo, width });
}

/** A line on a pale band, not dashes: neighbours draw their common border twice, and dashes would not meet. */
function border(line: Stroke, band: Stroke): Style[] {
  return [new Style({ zIndex: Order.Band, stroke: band }), new Style({ zIndex: Order.Border, stroke: line })];
}

function ground({ palette, onPicture }: Look): Style[] {
  return onPicture ? [] : [new Style({ zIndex: Order.Land, fill: new Fill({ color: palette.land }) })];
}

function paintGminas(look: Look): Painter {
  const { palette, hidden } = look;
  const line = new Stroke({ color: palette["gmina-line"], width: 2 });
  const band = new Stroke({ color: palette["gmina-band"], width: 9 });
  const land = ground(look);
  const styles = hidden.has("gminas") ? land : [...land, ...border(line, band)];
  return (_, zoom) => {
    line.setWidth(zoom < 8 ? 1.4 : 2);
    band.setWidth(zoom < 8 ? 6 : 10);
    return styles;
  };
}

function paintPrecincts(look: Look): Painter {
  const { palette, hidden } = look;
  const line = new Stroke({ color: palette["precinct-line"], width: 1 });
  const band = new Stroke({ color: palette["precinct-band"], width: 4 });
  const land = ground(look);
  const styles = hidden.has("precincts") ? land : [...land, ...border(line, band)];
  return (_, zoom) => {
    line.setWidth(zoom < PARCELS_FROM ? 0.8 : 1.6);
    band.setWidth(zoom < PARCELS_FROM ? 3 : 8);
    return styles;
  };
}

/** A name over the whole of its area, `below` a zoom and `from` another. */
function paintName(palette: Palette, colour: string, font: string, where: { from: number; below: number }): Painter {
  const text = new Text({ font: `${font} ${FONT}`, fill: new Fill({ color: colour }), stroke: halo(palette, 3.5) });
  const style = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    if (zoom < where.from || zoom >= where.below) return undefined;
    text.setText(String(feature.get("name") ?? ""));
    return style;
  };
}

function paintLandUse({ palette, landUse, onPicture }: Look): Painter {
  const near = new Map<unknown, Style>();
  const far = new Map<unknown, Style>();
  // On a picture the tints must let it through even at full strength.
  const opacity = onPicture ? landUse * 0.5 : landUse;
  for (const [name, codes] of Object.entries(TINTS) as [Tint, readonly string[]][]) {
    const style = new Style({ zIndex: Order.Tint, fill: new Fill({ color: faded(palette[name], opacity) }) });
    for (const code of codes) {
      near.set(code, style);
      if (FAR_TINTS.includes(name)) far.set(code, style);
    }
  }
  return (feature, zoom) => (zoom < zooms.land_use.from ? far : near).get(feature.get("ofu"));
}

function parcelWidth(zoom: number): number {
  if (zoom < 12) return 0.35;
  if (zoom < 13) return 0.6;
  return zoom < 15 ? 0.9 : 1.2;
}

function paintParcels(look: Look): Painter {
  const { palette, hidden, onPicture } = look;
  const stroke = new Stroke({ color: palette[onPicture ? "picture-line" : "parcel-line"], width: 1 });
  const outline = hidden.has("parcels") ? [] : [new Style({ zIndex: Order.Parcel, stroke })];
  // Many precincts come without a boundary of their own: then only the parcels say where the land is.
  const styles = [...ground(look), ...outline];
  return (_, zoom) => {
    stroke.setWidth(parcelWidth(zoom) * (onPicture ? 1.5 : 1));
    return styles;
  };
}

function paintNumbers({ palette, muted }: Look): Painter {
  const text = new Text({ fill: new Fill({ color: palette["parcel-text"] }), stroke: halo(palette, 2.5), padding: [2, 3, 2, 3] });
  const style = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    if (zoom < zooms.parcel_labels.from || feature.get("identifier") === muted) return undefined;
    text.setFont(`500 ${Math.min(14, Math.floor(zoom) - 1)}px ${FONT}`);
    text.setText(String(feature.get("number")));
    return style;
  };
}

function paintBuildings({ palette }: Look): Painter {
  const stroke = new Stroke({ color: palette["building-line"], width: 0.8 });
  const house = (name: House) =>
    new Style({ zIndex: Order.Building, fill: new Fill({ color: palette[name] }), stroke });
  const styles: Readonly<Record<House, Style>> = {
    building: house("building"),
    "building-home": house("building-home"),
    "building-public": house("building-public"),
    "building-works": house("building-works"),
  };
  return (feature, zoom) => {
    if (zoom < zooms.buildings.from) return undefined;
    stroke.setWidth(zoom < 14 ? 0.5 : 0.8);
    return styles[HOUSES[String(feature.get("kind"))] ?? "building"];
  };
}

function paintAddresses({ palette }: Look): Painter {
  const text = new Text({
    font: `650 12px ${FONT}`,
    fill: new Fill({ color: palette["address-text"] }),
    stroke: halo(palette, 2.5),
  });
  const style = new Style({ zIndex: Order.Label, text });
  return (feature, zoom) => {
    if (zoom < zooms.addresses.from) return undefined;
    text.setText(String(feature.get("number")));
    return style;
  };
}

function paintersOf(look: Look): Record<string, Painter> {
  const { palette } = look;
  return {
    gminas: paintGminas(look),
    precincts: paintPrecincts(look),
    land_use: paintLandUse(look),
    parcels: paintParcels(look),
    buildings: paintBuildings(look),
    addresses: paintAddresses(look),
    parcel_labels: paintNumbers(look),
    precinct_labels: paintName(palette, palette["precinct-text"], "600 13px", zooms.precinct_labels),
    gmina_labels: paintName(palette, palette["gmina-text"], "700 18px", zooms.gmina_labels),
  };
}

/** Draws the layers of one tile. */
export function cartography(look: Look): StyleFunction {
  const painters = new Map<string, Painter>();
  for (const [layer, painter] of Object.entries(paintersOf(look))) {
    if (GROUND.has(layer) || !look.hidden.has(layer)) painters.set(layer, painter);
  }
  const { plans, palette, onPicture } = look;
  const planned = plans === null ? {} : planPainters({ plans, palette, onPicture });
  for (const [layer, painter] of Object.entries(planned)) painters.set(layer, painter);
  return (feature, resolution) => painters.get(String(feature.get("layer")))?.(feature, levelOf(resolution));
}
