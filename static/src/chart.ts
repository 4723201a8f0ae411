// The map itself: the register's vector tiles in PL-1992, moved by hand, wheel and keys.
import Map from "ol/Map.js";
import View from "ol/View.js";
import ScaleLine from "ol/control/ScaleLine.js";
import { buffer, getCenter, type Extent } from "ol/extent.js";
import MVT from "ol/format/MVT.js";
import { defaults as defaultInteractions } from "ol/interaction/defaults.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorTileSource from "ol/source/VectorTile.js";

import { cartography, PARCELS_FROM, type Look } from "./cartography.js";
import { PL_1992, restingResolutions, tileGrid } from "./grid.js";
import { motionAllowed } from "./page.js";
import { withPalette } from "./palette.js";

// How far past the data one may look, in metres.
const MARGIN = 5_000;

export interface Chart {
  map: Map;
  layer: VectorTileLayer<VectorTileSource>;
  source: VectorTileSource;
  /** Draws the register otherwise; what is not named stays as it is. */
  relook: (change: Partial<Omit<Look, "palette">>) => void;
}

/** The register's tiles, drawn in the page's colours; `tiles` is their address with {z}, {x}, {y}. */
function registerLayer(tiles: string): Omit<Chart, "map"> {
  const source = new VectorTileSource({
    url: tiles,
    format: new MVT(),
    projection: PL_1992,
    tileGrid: tileGrid(),
  });
  const layer = new VectorTileLayer({ source, declutter: true });
  let look: Omit<Look, "palette"> = { hidden: new Set(), landUse: 1, onPicture: false, muted: null };
  const draw = withPalette((palette) => {
    layer.setBackground(look.onPicture ? undefined : palette.outside);
    layer.setStyle(cartography({ ...look, palette }));
  });
  const relook: Chart["relook"] = (change) => {
    look = { ...look, ...change };
    draw();
  };
  return { layer, source, relook };
}

export function makeChart(target: HTMLElement, tiles: string, extent: Extent): Chart {
  const register = registerLayer(tiles);
  const view = new View({
    projection: PL_1992,
    resolutions: restingResolutions(PARCELS_FROM),
    constrainResolution: true,
    extent: buffer(extent, MARGIN),
    constrainOnlyCenter: true,
    enableRotation: false,
    center: getCenter(extent),
    zoom: 0,
  });
  const map = new Map({
    target,
    view,
    layers: [register.layer],
    controls: [new ScaleLine({ minWidth: 72 })],
    interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
  });
  return { map, ...register };
}

/** Milliseconds of a movement; none for those who asked their system for less motion. */
export function duration(): number {
  return motionAllowed() ? 250 : 0;
}

/** One resting place nearer (+1) or farther (-1). */
export function zoomBy(map: Map, steps: number): void {
  const view = map.getView();
  const zoom = view.getConstrainedZoom((view.getZoom() ?? 0) + steps);
  if (zoom !== undefined) view.animate({ zoom, duration: duration() });
}
