// Places that a search found, and where one is: pins on the map.
import Feature from "ol/Feature.js";
import Circle from "ol/geom/Circle.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle as Disc, Fill, Stroke, Style, Text } from "ol/style.js";

import { FONT } from "./cartography.js";
import type { Palette } from "./palette.js";

export interface Mark {
  point: [number, number];
  label: string;
}

export class Marks {
  private readonly places = new VectorSource<Feature>();
  private readonly position = new VectorSource<Feature>();
  private readonly label = new Text({ font: `650 14px ${FONT}`, offsetY: -22, overflow: true });
  private readonly placeLayer = new VectorLayer({ source: this.places, zIndex: 2, declutter: "marks" });
  private readonly positionLayer = new VectorLayer({ source: this.position, zIndex: 2 });
  readonly layers = [this.positionLayer, this.placeLayer];

  paint(palette: Palette): void {
    const selected = new Fill({ color: palette.selected });
    const casing = palette["selected-casing"];
    this.label.setFill(selected);
    this.label.setStroke(new Stroke({ color: casing, width: 4 }));
    // A ring in a ring, told from the map's round things by shape as well as by colour.
    const ring = new Disc({ radius: 9, fill: selected, stroke: new Stroke({ color: casing, width: 3 }) });
    const eye = new Disc({ radius: 3, fill: new Fill({ color: casing }) });
    const images = [new Style({ image: ring }), new Style({ image: eye })];
    const named = new Style({ text: this.label });
    this.placeLayer.setStyle((feature) => {
      this.label.setText(String(feature.get("label")));
      return [...images, named];
    });
    this.paintPosition(palette);
  }

  private paintPosition(palette: Palette): void {
    const colour = palette.info;
    const line = new Stroke({ color: colour, width: 1.5, lineDash: [4, 4] });
    const dot = new Disc({
      radius: 7,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: palette["selected-casing"], width: 3 }),
    });
    this.positionLayer.setStyle([new Style({ stroke: line }), new Style({ image: dot })]);
  }

  show(marks: Mark[]): void {
    this.places.clear(true);
    this.places.addFeatures(marks.map(({ point, label }) => new Feature({ geometry: new Point(point), label })));
  }

  clear(): void {
    this.places.clear();
  }

  /** Where the device is, give or take so many metres. */
  showPosition(point: [number, number], accuracy: number): void {
    this.position.clear(true);
    this.position.addFeatures([new Feature(new Circle(point, accuracy)), new Feature(new Point(point))]);
  }
}
