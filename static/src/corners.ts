// The corner of a parcel or a building nearest to a point of the map, so that sides are measured exactly.
import type { Coordinate } from "ol/coordinate.js";
import { buffer, boundingExtent, containsCoordinate } from "ol/extent.js";
import RenderFeature from "ol/render/Feature.js";

import type { Chart } from "./chart.js";

const REACH_PIXELS = 10;
const LAYERS = ["parcels", "buildings"];

/** Null where no corner lies within reach. */
export function nearestCorner({ map, layer }: Chart, point: Coordinate): Coordinate | null {
  const reach = REACH_PIXELS * (map.getView().getResolution() ?? 1);
  const around = buffer(boundingExtent([point]), reach);
  let nearest: Coordinate | null = null;
  let least = reach;
  for (const feature of layer.getFeaturesInExtent(around)) {
    if (!(feature instanceof RenderFeature) || !LAYERS.includes(String(feature.get("layer")))) continue;
    for (const corner of cornersOf(feature)) {
      const away = containsCoordinate(around, corner) ? between(corner, point) : Infinity;
      if (away < least) [nearest, least] = [corner, away];
    }
  }
  return nearest;
}

function* cornersOf(feature: RenderFeature): Generator<Coordinate> {
  const flat = feature.getFlatCoordinates();
  for (let index = 0; index + 1 < flat.length; index += 2) yield [flat[index] ?? 0, flat[index + 1] ?? 0];
}

function between([x1 = 0, y1 = 0]: Coordinate, [x2 = 0, y2 = 0]: Coordinate): number {
  return Math.hypot(x2 - x1, y2 - y1);
}
