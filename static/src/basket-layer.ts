// The parcels of the basket on the map: dashed outlines and a tint, under the chosen parcel's.
import Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style } from "ol/style.js";

import { onBasket } from "./basket.js";
import { withPalette, type Palette } from "./palette.js";
import type { Tools } from "./tool.js";

const format = new GeoJSON();

function stylesIn(palette: Palette): Style[] {
  return [
    new Style({ fill: new Fill({ color: `${palette.warning}1f` }) }),
    new Style({ stroke: new Stroke({ color: palette["selected-casing"], width: 6, lineJoin: "round" }) }),
    new Style({ stroke: new Stroke({ color: palette.warning, width: 3, lineDash: [9, 6], lineCap: "butt" }) }),
  ];
}

export function drawBasket({ chart, register }: Tools): void {
  const source = new VectorSource<Feature>();
  const layer = new VectorLayer({ source, zIndex: 0.5 });
  let wanted: readonly string[] = [];
  let fetching = false;

  /** One after another: fifty at once would look like an attack. A basket changed meanwhile is seen by the next turn. */
  async function fetchMissing(): Promise<void> {
    if (fetching) return;
    fetching = true;
    const asked = new Set<string>();
    for (;;) {
      const missing = wanted.find((identifier) => source.getFeatureById(identifier) === null && !asked.has(identifier));
      if (missing === undefined) break;
      asked.add(missing);
      const answer = await register.byIdentifier(missing);
      // A parcel that is gone, or a service that is silent, has no outline; the basket keeps it all the same.
      if (typeof answer === "string" || !wanted.includes(missing)) continue;
      const feature = new Feature(format.readGeometry(answer[0].geometry) ?? undefined);
      feature.setId(missing);
      source.addFeature(feature);
    }
    fetching = false;
  }

  chart.map.addLayer(layer);
  withPalette((palette) => {
    layer.setStyle(stylesIn(palette));
  });
  onBasket((identifiers) => {
    wanted = identifiers;
    for (const feature of source.getFeatures()) {
      if (!wanted.includes(String(feature.getId()))) source.removeFeature(feature);
    }
    void fetchMissing();
  });
}
