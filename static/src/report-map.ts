// The quality report's map: each finding at its place, its severity told by shape and colour; before publication also
// what the delivery would bring.
import type { FeatureLike } from "ol/Feature.js";
import type Map from "ol/Map.js";
import { createEmpty, extend, type Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, RegularShape, Stroke, Style, Text } from "ol/style.js";

import { makeChart, zoomBy } from "./chart.js";
import { resolutionAt } from "./grid.js";
import { element, onAction, readJson } from "./page.js";
import { withPalette, type Palette } from "./palette.js";

interface ReportConfig {
  findings: string;
  tiles: string;
  shapes?: string;
}

const CLOSEST_FIT = 15;
const TOLERANCE = 8;
// Metres a pixel: names of zones are read where zones are some hundred metres wide.
const LABELS_BELOW = 4;

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

function outlines(palette: Palette): (feature: FeatureLike, resolution: number) => Style {
  // Hardly seen, so that what lies beneath can be read; without any fill only the line could be pointed at.
  const fill = new Fill({ color: "rgba(128, 128, 128, 0.12)" });
  const sound = new Stroke({ color: palette.selected, width: 2 });
  const leftOut = new Stroke({ color: palette.error, width: 2, lineDash: [6, 5] });
  const halo = new Stroke({ color: palette.halo, width: 3 });
  const words = new Fill({ color: palette["parcel-text"] });
  return (feature, resolution) => {
    const label = resolution < LABELS_BELOW ? String(feature.get("label")) : "";
    const text = new Text({ text: label, font: "600 13px 'Source Sans 3 Variable', sans-serif", fill: words, stroke: halo });
    return new Style({ fill, stroke: feature.get("left_out") === true ? leftOut : sound, text });
  };
}

function tell(map: Map, pixel: number[]): void {
  const told = element('[data-field="finding"]');
  const found = map.forEachFeatureAtPixel(pixel, (feature: FeatureLike) => feature, {
    layerFilter: (candidate) => candidate instanceof VectorLayer,
    hitTolerance: TOLERANCE,
  });
  told.hidden = found === undefined;
  if (found === undefined) return;
  const words = [found.get("identifier"), found.get("label"), found.get("message")] as unknown[];
  told.textContent = words.filter(Boolean).map(String).join(" ");
}

function draw(findings: VectorSource, shapes: VectorSource, extent: Extent, tiles: string): void {
  const { map } = makeChart(element("#map"), tiles, extent);
  const areas = new VectorLayer({ source: shapes, zIndex: 1, declutter: true });
  const layer = new VectorLayer({ source: findings, zIndex: 2 });
  withPalette((palette) => {
    const styles = marks(palette);
    areas.setStyle(outlines(palette));
    layer.setStyle((feature) => styles[String(feature.get("severity"))]);
  });
  map.addLayer(areas);
  map.addLayer(layer);
  map.getView().fit(extent, { padding: [40, 40, 40, 40], minResolution: resolutionAt(CLOSEST_FIT) });
  map.on("click", (event) => {
    tell(map, event.pixel);
  });
  onAction("zoom-in", () => {
    zoomBy(map, 1);
  });
  onAction("zoom-out", () => {
    zoomBy(map, -1);
  });
}

async function placed(url: string | undefined): Promise<VectorSource> {
  if (url === undefined) return new VectorSource();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const features = new GeoJSON().readFeatures(await response.json()).filter((feature) => feature.getGeometry());
  return new VectorSource({ features });
}

async function start(config: ReportConfig): Promise<void> {
  const [findings, shapes] = await Promise.all([placed(config.findings), placed(config.shapes)]);
  const known = [shapes, findings].filter((source) => source.getFeatures().length > 0);
  const extent = known.reduce((whole, source) => extend(whole, source.getExtent() ?? createEmpty()), createEmpty());
  if (known.length === 0) element('[data-part="findings-map"]').hidden = true;
  else draw(findings, shapes, extent, config.tiles);
}

start(readJson("findings-map-config") as ReportConfig).catch(() => {
  element('[data-part="findings-silent"]').hidden = false;
});
