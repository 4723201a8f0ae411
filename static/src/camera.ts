// Where the map looks: places, extents, and the part of it that a sheet covers.
import type Map from "ol/Map.js";
import type View from "ol/View.js";
import type { Coordinate } from "ol/coordinate.js";
import { containsExtent, getHeight, getWidth, type Extent } from "ol/extent.js";

import type { Place } from "./address.js";
import { duration } from "./chart.js";
import { levelOf, resolutionAt } from "./grid.js";

// What is found is shown with its surroundings, not closer than this.
const CLOSEST_FIT = 15;
const PADDING = 60;
// A parcel smaller than this on the screen (pixels) is not shown well enough to stay away from it.
const WELL_SEEN = 24;

export class Camera {
  private readonly view: View;

  /** `covered`: how many pixels of the map's bottom lie under a sheet. */
  constructor(
    private readonly map: Map,
    private readonly covered: () => number,
  ) {
    this.view = map.getView();
  }

  get zoom(): number {
    return levelOf(this.view.getResolution() ?? 1);
  }

  get place(): Place {
    const [easting = 0, northing = 0] = this.view.getCenter() ?? [];
    return { center: [easting, northing], zoom: this.zoom };
  }

  get extent(): Extent {
    return this.view.calculateExtent(this.map.getSize());
  }

  look({ center, zoom }: Place): void {
    this.view.cancelAnimations();
    this.view.setCenter(center);
    this.view.setResolution(resolutionAt(zoom));
  }

  fit(extent: Extent): void {
    const padding = [PADDING, PADDING, PADDING + this.covered(), PADDING];
    this.view.cancelAnimations();
    this.view.fit(extent, { padding, minResolution: resolutionAt(CLOSEST_FIT) });
  }

  /** Fits what is not in sight already. */
  show(extent: Extent): void {
    const size = Math.max(getWidth(extent), getHeight(extent)) / (this.view.getResolution() ?? 1);
    if (size < WELL_SEEN || !containsExtent(this.uncovered(), extent)) this.fit(extent);
  }

  whole(extent: Extent, animated: boolean): void {
    this.view.fit(extent, { padding: [16, 16, 16, 16], duration: animated ? duration() : 0 });
  }

  closer(center: Coordinate, level: number): void {
    this.view.animate({ center, resolution: resolutionAt(level), duration: duration() });
  }

  /** Moves the map if the sheet that just opened covers the point that was tapped. */
  uncover(point: Coordinate): void {
    const [, y = 0] = this.map.getPixelFromCoordinate(point);
    const free = (this.map.getSize()?.[1] ?? 0) - this.covered();
    if (y < free - 40) return;
    const [easting, northing] = this.place.center;
    const down = (y - free / 2) * (this.view.getResolution() ?? 1);
    this.view.animate({ center: [easting, northing - down], duration: duration() });
  }

  private uncovered(): Extent {
    const [west = 0, south = 0, east = 0, north = 0] = this.extent;
    return [west, south + this.covered() * (this.view.getResolution() ?? 1), east, north];
  }
}
