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

/** What is named in a change of look; what is not stays as it is. */
export type Relook = Partial<Omit<Look, "palette">>;

export interface Chart {
  map: Map;
  layer: VectorTileLayer<VectorTileSource>;
  relook: (change: Relook) => void;
  /** Other tiles from now on: their address with {z}, {x}, {y}. */
  setTiles: (tiles: string) => void;
  /** Asks again for tiles that did not come. */
  reload: () => void;
}

function tileSource(url: string): VectorTileSource {
  return new VectorTileSource({ url, format: new MVT(), projection: PL_1992, tileGrid: tileGrid() });
}

/** The register's tiles, drawn in the page's colours. */
function registerLayer(tiles: string, onError?: () => void): Omit<Chart, "map"> {
  const layer = new VectorTileLayer<VectorTileSource>({ declutter: true });
  const setTiles = (address: string) => {
    const source = tileSource(address);
    source.on("tileloaderror", () => onError?.());
    layer.setSource(source);
  };
  setTiles(tiles);
  let look: Omit<Look, "palette"> = { hidden: new Set(), landUse: 1, onPicture: false, muted: null, plans: null };
  const draw = withPalette((palette) => {
    layer.setBackground(look.onPicture ? undefined : palette.outside);
    layer.setStyle(cartography({ ...look, palette }));
  });
  return {
    layer,
    setTiles,
    relook: (change) => {
      look = { ...look, ...change };
      draw();
    },
    reload: () => layer.getSource()?.refresh(),
  };
}

/** `onError` is told of each tile that does not come. */
export function makeChart(target: HTMLElement, tiles: string, extent: Extent, onError?: () => void): Chart {
  const register = registerLayer(tiles, onError);
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
