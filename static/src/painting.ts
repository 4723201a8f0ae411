// What all painters of the map share: the order of what lies over what, and their shape.
import type { FeatureLike } from "ol/Feature.js";
import type { Style } from "ol/style.js";

export const enum Order {
  Land,
  Tint,
  Plan,
  LocalPlan,
  Regulation,
  Restriction,
  Band,
  Parcel,
  Building,
  Border,
  Act,
  Label,
  ZoneLabel,
  LocalZoneLabel,
}

export type Paint = Style | Style[] | undefined;
export type Painter = (feature: FeatureLike, zoom: number) => Paint;

export const FONT = '"Source Sans 3 Variable", "Source Sans 3", "Segoe UI", sans-serif';

/** The palette holds #rrggbb. */
export function faded(colour: string, opacity: number): string {
  const share = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  return `${colour}${share.toString(16).padStart(2, "0")}`;
}
