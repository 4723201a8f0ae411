// Places that a search found, and where one is: pins on the map.
import Feature from "ol/Feature.js";
import Circle from "ol/geom/Circle.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle as Disc, Fill, Icon, Stroke, Style, Text } from "ol/style.js";

import { FONT } from "./painting.js";
import type { Palette } from "./palette.js";

export interface Mark {
  point: [number, number];
  label: string;
}

const PIN = { width: 26, height: 36, radius: 11, eye: 4.5 };

/** A pin whose tip is the place: told from the map's round and square things by its shape. */
function pin(colour: string, casing: string): Icon {
  const ratio = Math.max(1, window.devicePixelRatio);
  const canvas = document.createElement("canvas");
  canvas.width = PIN.width * ratio;
  canvas.height = PIN.height * ratio;
  const pen = canvas.getContext("2d");
  if (pen !== null) {
    const middle = PIN.width / 2;
    pen.scale(ratio, ratio);
    pen.beginPath();
    pen.arc(middle, middle, PIN.radius, Math.PI * 0.85, Math.PI * 0.15);
    pen.lineTo(middle, PIN.height - 2);
    pen.closePath();
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = casing;
    pen.stroke();
    pen.fillStyle = colour;
    pen.fill();
    pen.beginPath();
    pen.arc(middle, middle, PIN.eye, 0, Math.PI * 2);
    pen.fillStyle = casing;
    pen.fill();
  }
  return new Icon({ img: canvas, anchor: [0.5, 1], scale: 1 / ratio, declutterMode: "none" });
}

export class Marks {
  private readonly places = new VectorSource<Feature>();
  private readonly position = new VectorSource<Feature>();
  private readonly label = new Text({ font: `650 14px ${FONT}`, offsetY: -PIN.height - 8, overflow: true });
  private readonly placeLayer = new VectorLayer({ source: this.places, zIndex: 2, declutter: "marks" });
  private readonly positionLayer = new VectorLayer({ source: this.position, zIndex: 2 });
  readonly layers = [this.positionLayer, this.placeLayer];

  paint(palette: Palette): void {
    const casing = palette["selected-casing"];
    this.label.setFill(new Fill({ color: palette.selected }));
    this.label.setStroke(new Stroke({ color: casing, width: 4 }));
    const style = new Style({ image: pin(palette.selected, casing), text: this.label });
    this.placeLayer.setStyle((feature) => {
      this.label.setText(String(feature.get("label")));
      return style;
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
