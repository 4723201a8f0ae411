// The chosen parcel on the map: a cased outline and a hatch, so that it does not rest on colour alone.
import Feature from "ol/Feature.js";
import type { Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style, Text } from "ol/style.js";

import { FONT } from "./painting.js";
import type { Palette } from "./palette.js";
import type { ParcelFeature } from "./register.js";

const HATCH_PIXELS = 9;

function hatch(colour: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = HATCH_PIXELS;
  const pen = tile.getContext("2d");
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1.1;
  pen.beginPath();
  // Three strokes, so that the corners of the repeated square meet without a gap.
  for (const shift of [-HATCH_PIXELS, 0, HATCH_PIXELS]) {
    pen.moveTo(shift, HATCH_PIXELS);
    pen.lineTo(shift + HATCH_PIXELS, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

export class Selection {
  private readonly source = new VectorSource<Feature>();
  private readonly format = new GeoJSON();
  private readonly number = new Text({ font: `650 15px ${FONT}`, overflow: true });
  readonly layer = new VectorLayer({ source: this.source, zIndex: 1, declutter: true });

  paint(palette: Palette): void {
    const casing = palette["selected-casing"];
    this.number.setFill(new Fill({ color: palette.selected }));
    this.number.setStroke(new Stroke({ color: casing, width: 4 }));
    const outline = [
      new Style({ stroke: new Stroke({ color: casing, width: 7, lineJoin: "round" }) }),
      new Style({
        fill: new Fill({ color: hatch(palette.selected) }),
        stroke: new Stroke({ color: palette.selected, width: 3, lineJoin: "round" }),
      }),
    ];
    const named = [...outline, new Style({ text: this.number })];
    this.layer.setStyle((feature) => {
      this.number.setText(String(feature.get("number")));
      return named;
    });
  }

  /** Draws these parcels as chosen; the answer is what they take up. */
  show(parcels: ParcelFeature[]): Extent {
    const features = parcels.map(({ geometry, properties }) => {
      const feature = new Feature({ number: properties.number });
      feature.setGeometry(this.format.readGeometry(geometry) ?? undefined);
      return feature;
    });
    this.source.clear(true);
    this.source.addFeatures(features);
    return this.source.getExtent() ?? [0, 0, 0, 0];
  }

  clear(): void {
    this.source.clear();
  }
}
