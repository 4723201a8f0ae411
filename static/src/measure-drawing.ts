// The measured figure on the map: a cased line with its corners, the length of each side, the area inside.
import Feature from "ol/Feature.js";
import type { Coordinate } from "ol/coordinate.js";
import LineString from "ol/geom/LineString.js";
import MultiPoint from "ol/geom/MultiPoint.js";
import Point from "ol/geom/Point.js";
import Polygon from "ol/geom/Polygon.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style, Text } from "ol/style.js";

import { FONT } from "./painting.js";
import { closed, distance, pairs } from "./ground.js";
import { figuresOf, type Kind } from "./measurement.js";
import { withPalette, type Palette } from "./palette.js";
import type { Quantities } from "./quantities.js";

interface Styles {
  line: Style[];
  area: Style[];
  corner: Style;
  side: Style;
  inside: Style;
}

function stylesIn(palette: Palette): Styles {
  const colour = palette.info;
  const casing = palette["selected-casing"];
  const line = [
    new Style({ stroke: new Stroke({ color: casing, width: 7, lineJoin: "round" }) }),
    new Style({ stroke: new Stroke({ color: colour, width: 3, lineJoin: "round" }) }),
  ];
  const text = (font: string) =>
    new Text({
      font: `${font} ${FONT}`,
      fill: new Fill({ color: colour }),
      stroke: new Stroke({ color: casing, width: 4 }),
      overflow: true,
    });
  const image = new Circle({
    declutterMode: "none",
    radius: 5,
    fill: new Fill({ color: casing }),
    stroke: new Stroke({ color: colour, width: 2.5 }),
  });
  return {
    line,
    // The style sheet writes its colours as #rrggbb.
    area: [new Style({ fill: new Fill({ color: `${colour}2e` }) }), ...line],
    corner: new Style({ image, zIndex: 1 }),
    side: new Style({ text: text("600 13px"), zIndex: 2 }),
    inside: new Style({ text: text("650 16px"), zIndex: 3 }),
  };
}

export class MeasureDrawing {
  private readonly source = new VectorSource<Feature>();
  // Sides too short for their length go without; the area inside is never dropped for them.
  readonly layer = new VectorLayer({ source: this.source, zIndex: 3, declutter: true });
  private styles: Styles | null = null;
  private redraw: () => void = () => undefined;

  constructor(private readonly quantities: Quantities) {
    withPalette((palette) => {
      this.styles = stylesIn(palette);
      this.redraw();
    });
  }

  show(points: readonly Coordinate[], kind: Kind): void {
    this.redraw = () => {
      this.source.clear(true);
      if (this.styles !== null) this.source.addFeatures(this.features(points, kind, this.styles));
    };
    this.redraw();
  }

  private features(points: readonly Coordinate[], kind: Kind, styles: Styles): Feature[] {
    const ring = kind === "area" && points.length > 2;
    const outline = ring ? closed(points) : [...points];
    const shape = ring ? new Polygon([outline]) : new LineString(outline);
    const corners = styled(new MultiPoint([...points]), styles.corner);
    const sides = pairs(outline).map(([from, to]) => this.side(from, to, styles));
    const { area } = figuresOf(points, kind);
    const inside =
      area === null || !(shape instanceof Polygon)
        ? []
        : [labelled(shape.getInteriorPoint().getCoordinates(), this.quantities.area(area), styles.inside)];
    return [styled(shape, ring ? styles.area : styles.line), corners, ...inside, ...sides];
  }

  private side(from: Coordinate, to: Coordinate, styles: Styles): Feature {
    const middle = [((from[0] ?? 0) + (to[0] ?? 0)) / 2, ((from[1] ?? 0) + (to[1] ?? 0)) / 2];
    return labelled(middle, this.quantities.length(distance(from, to)), styles.side);
  }
}

function styled(geometry: LineString | Polygon | MultiPoint | Point, style: Style | Style[]): Feature {
  const feature = new Feature(geometry);
  feature.setStyle(style);
  return feature;
}

function labelled(place: Coordinate, words: string, style: Style): Feature {
  const own = style.clone();
  own.getText()?.setText(words);
  return styled(new Point(place.slice(0, 2)), own);
}
