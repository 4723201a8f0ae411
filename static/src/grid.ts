// The national grid PL-1992 (EPSG:2180): the map's own projection, nothing is ever transformed.
import Projection from "ol/proj/Projection.js";
import TileGrid from "ol/tilegrid/TileGrid.js";

// Corner, tile size and first resolution of the national WMTS; the server cuts its tiles by the same numbers.
export const CORNER = [100_000, 850_000];
export const TILE_PIXELS = 512;
// 1 : 30 238 155.714 at 0.28 mm a pixel
const FIRST_RESOLUTION = 30_238_155.714_285_7 * 0.000_28;
const LAST_LEVEL = 17;
// No tile holds anything below this level.
const FIRST_LEVEL = 5;

export const PL_1992 = new Projection({
  code: "EPSG:2180",
  units: "m",
  extent: [100_000, 100_000, 900_000, 850_000],
  getPointResolution: (resolution) => resolution,
});

/** Metres of the ground in one pixel at a zoom level of the grid. */
export function resolutionAt(level: number): number {
  return FIRST_RESOLUTION / 2 ** level;
}

export function levelOf(resolution: number): number {
  return Math.log2(FIRST_RESOLUTION / resolution);
}

export function tileGrid(): TileGrid {
  const resolutions = Array.from({ length: LAST_LEVEL + 1 }, (_, level) => resolutionAt(level));
  return new TileGrid({ origin: CORNER, tileSize: TILE_PIXELS, resolutions, minZoom: FIRST_LEVEL });
}

/**
 * Where the view comes to rest: at the tiles' own levels from `wholeFrom` on, so that thin lines stay sharp;
 * at half levels before, so that the whole powiat fills the window.
 */
export function restingResolutions(wholeFrom: number): number[] {
  const resolutions: number[] = [];
  for (let level = FIRST_LEVEL; level <= LAST_LEVEL; level += level < wholeFrom ? 0.5 : 1) {
    resolutions.push(resolutionAt(level));
  }
  return resolutions;
}
