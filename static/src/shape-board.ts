// What lies on the editor's map: the shape under work, what was filed and saved, differences, places of problems.
import Feature from "ol/Feature.js";
import type Map from "ol/Map.js";
import type { Coordinate } from "ol/coordinate.js";
import GeoJSON from "ol/format/GeoJSON.js";
import type Geometry from "ol/geom/Geometry.js";
import MultiPoint from "ol/geom/MultiPoint.js";
import Point from "ol/geom/Point.js";
import SimpleGeometry from "ol/geom/SimpleGeometry.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, RegularShape, Stroke, Style } from "ol/style.js";

import { faded } from "./painting.js";
import { withPalette, type Palette } from "./palette.js";
import type { Shape } from "./shape-history.js";

export const LAYERS = ["filed", "saved", "lost", "gained", "candidates", "shape", "pieces", "problems"] as const;
export type LayerName = (typeof LAYERS)[number];

const format = new GeoJSON();

/** The server sends shapes of coordinates alone. */
export function geometryOf(shape: Shape): Geometry {
  const geometry = format.readGeometry(shape);
  if (geometry === null) throw new Error(`No geometry: ${shape.type}`);
  return geometry;
}

/** With every digit: what was drawn to a register's point is that point. */
export function shapeOf(geometry: Geometry): Shape {
  return JSON.parse(format.writeGeometry(geometry)) as Shape;
}

function line(color: string, width: number, lineDash?: number[]): Stroke {
  return new Stroke({ color, width, ...(lineDash && { lineDash }) });
}

/** Every corner of the shape, to be seen and taken hold of. */
function corners(palette: Palette): Style {
  return new Style({
    image: new Circle({
      radius: 4.5,
      fill: new Fill({ color: palette["selected-casing"] }),
      stroke: line(palette.info, 2),
    }),
    geometry: (feature) => {
      const geometry = feature.getGeometry();
      const flat = geometry instanceof SimpleGeometry ? geometry.getFlatCoordinates() : [];
      const points = flat.flatMap((value, index) => (index % 2 === 0 ? [[value, flat[index + 1] ?? 0]] : []));
      return new MultiPoint(points);
    },
    zIndex: 2,
  });
}

function spot(palette: Palette): Style {
  return new Style({
    image: new RegularShape({
      points: 4,
      radius: 12,
      radius2: 4,
      angle: Math.PI / 4,
      fill: new Fill({ color: palette.error }),
      stroke: line(palette["selected-casing"], 1.5),
    }),
  });
}

/** Told apart by their lines, not by colour alone: what was is dashed, what goes is dotted, what comes is whole. */
function looks(palette: Palette): Record<LayerName, Style | Style[]> {
  const casing = line(palette["selected-casing"], 5);
  const dot = (color: string) =>
    new Circle({ radius: 7, fill: new Fill({ color }), stroke: line(palette["selected-casing"], 2) });
  return {
    filed: new Style({ stroke: line(palette.selected, 2, [2, 5]) }),
    saved: new Style({ stroke: line(palette["parcel-text"], 2, [10, 6]), image: dot(palette["parcel-text"]) }),
    lost: new Style({ stroke: line(palette.error, 2, [2, 4]), fill: new Fill({ color: faded(palette.error, 0.3) }), image: dot(palette.error) }),
    gained: new Style({ stroke: line(palette.info, 2), fill: new Fill({ color: faded(palette.info, 0.4) }), image: dot(palette.info) }),
    candidates: new Style({ stroke: line(palette.warning, 3, [8, 4]), fill: new Fill({ color: faded(palette.warning, 0.15) }), image: dot(palette.warning) }),
    shape: [
      new Style({ stroke: casing }),
      new Style({ stroke: line(palette.info, 2.5), fill: new Fill({ color: faded(palette.info, 0.15) }), image: dot(palette.info) }),
      corners(palette),
    ],
    pieces: new Style({ stroke: line(palette.warning, 4), fill: new Fill({ color: faded(palette.warning, 0.3) }) }),
    problems: spot(palette),
  };
}

export class ShapeBoard {
  readonly sources: Readonly<Record<LayerName, VectorSource>>;

  constructor(readonly map: Map) {
    const made = LAYERS.map((name) => [name, new VectorSource()] as const);
    this.sources = Object.fromEntries(made) as Record<LayerName, VectorSource>;
    const layers = made.map(([name, source], index) => {
      const layer = new VectorLayer({ source, zIndex: 2 + index, properties: { name } });
      map.addLayer(layer);
      return [name, layer] as const;
    });
    withPalette((palette) => {
      const styles = looks(palette);
      for (const [name, layer] of layers) layer.setStyle(styles[name]);
    });
  }

  show(name: LayerName, shapes: readonly (Shape | null)[]): void {
    const source = this.sources[name];
    source.clear(true);
    source.addFeatures(shapes.filter((shape) => shape !== null).map((shape) => new Feature(geometryOf(shape))));
  }

  mark(places: readonly Coordinate[]): void {
    const source = this.sources.problems;
    source.clear(true);
    source.addFeatures(places.map((place) => new Feature(new Point([...place]))));
  }
}
