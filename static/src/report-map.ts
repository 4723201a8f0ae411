// The quality report's map: each finding at its place, its severity told by shape and colour.
import type { FeatureLike } from "ol/Feature.js";
import type Map from "ol/Map.js";
import type { Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, RegularShape, Stroke, Style } from "ol/style.js";

import { makeChart, zoomBy } from "./chart.js";
import { resolutionAt } from "./grid.js";
import { element, onAction, readJson } from "./page.js";
import { withPalette, type Palette } from "./palette.js";

interface ReportConfig {
  findings: string;
  tiles: string;
}

const CLOSEST_FIT = 15;
const TOLERANCE = 8;

function marks(palette: Palette): Record<string, Style> {
  const stroke = new Stroke({ color: palette["selected-casing"], width: 1.5 });
  const fill = (severity: "error" | "warning" | "info") => new Fill({ color: palette[severity] });
  const triangle = new RegularShape({ points: 3, radius: 9, stroke, fill: fill("error") });
  const diamond = new RegularShape({ points: 4, radius: 8, stroke, fill: fill("warning") });
  const disc = new Circle({ radius: 6, stroke, fill: fill("info") });
  return {
    error: new Style({ image: triangle, zIndex: 2 }),
    warning: new Style({ image: diamond, zIndex: 1 }),
    info: new Style({ image: disc, zIndex: 0 }),
  };
}

function tell(map: Map, layer: VectorLayer, pixel: number[]): void {
  const told = element('[data-field="finding"]');
  const found = map.forEachFeatureAtPixel(pixel, (feature: FeatureLike) => feature, {
    layerFilter: (candidate) => candidate === layer,
    hitTolerance: TOLERANCE,
  });
  told.hidden = found === undefined;
  if (found === undefined) return;
  told.textContent = `${String(found.get("identifier") ?? "")} ${String(found.get("message"))}`.trim();
}

function draw(findings: VectorSource, extent: Extent, tiles: string): void {
  const { map } = makeChart(element("#map"), tiles, extent);
  const layer = new VectorLayer({ source: findings, zIndex: 1 });
  withPalette((palette) => {
    const styles = marks(palette);
    layer.setStyle((feature) => styles[String(feature.get("severity"))]);
  });
  map.addLayer(layer);
  map.getView().fit(extent, { padding: [40, 40, 40, 40], minResolution: resolutionAt(CLOSEST_FIT) });
  map.on("click", (event) => {
    tell(map, layer, event.pixel);
  });
  onAction("zoom-in", () => {
    zoomBy(map, 1);
  });
  onAction("zoom-out", () => {
    zoomBy(map, -1);
  });
}

async function start(config: ReportConfig): Promise<void> {
  const response = await fetch(config.findings);
  if (!response.ok) throw new Error(`${config.findings}: ${response.status}`);
  const placed = new GeoJSON().readFeatures(await response.json()).filter((feature) => feature.getGeometry());
  const source = new VectorSource({ features: placed });
  const extent = source.getExtent();
  if (extent === null || placed.length === 0) element('[data-part="findings-map"]').hidden = true;
  else draw(source, extent, config.tiles);
}

start(readJson("findings-map-config") as ReportConfig).catch(() => {
  element('[data-part="findings-silent"]').hidden = false;
});
