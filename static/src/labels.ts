// One label to an object, although tiles cut it in pieces: the largest piece seen carries it.
import type { FeatureLike } from "ol/Feature.js";
import { getArea } from "ol/extent.js";

import { resolutionAt } from "./grid.js";

// A piece this large (in square pixels) is labelled anyway: the largest may be out of sight.
const LARGE = 90_000;

export class LabelPieces {
  private readonly largest = new Map<string, number>();
  private overtaken = false;
  /** Identifier of the object whose label someone else draws. */
  muted: string | null = null;

  /** Whether this piece carries the object's label at this tile level. */
  carries(feature: FeatureLike, zoom: number): boolean {
    const identifier = String(feature.get("identifier"));
    if (identifier === this.muted) return false;
    const key = `${Math.floor(zoom)} ${identifier}`;
    const area = pixelsOf(feature, zoom);
    if (area > LARGE) return true;
    const known = this.largest.get(key) ?? area;
    if (area < known) return false;
    this.overtaken ||= area > known;
    this.largest.set(key, area);
    return true;
  }

  /** True once after a larger piece turned up, so that the smaller one's label can be taken away. */
  takeOvertaken(): boolean {
    const overtaken = this.overtaken;
    this.overtaken = false;
    return overtaken;
  }
}

function pixelsOf(feature: FeatureLike, zoom: number): number {
  const extent = feature.getGeometry()?.getExtent();
  return extent === undefined ? 0 : getArea(extent) / resolutionAt(zoom) ** 2;
}
