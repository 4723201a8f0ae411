// Lengths and areas on the ground of what is drawn in PL-1992, where a metre of the map is not quite a metre.
import type { Coordinate } from "ol/coordinate.js";

// Transverse Mercator widens by the cosine hyperbolic of the distance from its central meridian, counted in radii
// of the earth; with the ellipsoid's mean radius at 51 degrees north it is true to a millionth in all of Poland.
const CENTRAL_EASTING = 500_000;
const CENTRAL_SCALE = 0.9993;
const RADIUS = 6_382_700;

function fromMeridian(easting: number): number {
  return (easting - CENTRAL_EASTING) / (CENTRAL_SCALE * RADIUS);
}

/** Mean of a smooth function between two eastings, by Simpson's rule. */
function mean(value: (easting: number) => number, from: number, to: number): number {
  return (value(from) + 4 * value((from + to) / 2) + value(to)) / 6;
}

function groundMetres(easting: number): number {
  return 1 / (CENTRAL_SCALE * Math.cosh(fromMeridian(easting)));
}

/** Ground square metres in a strip one metre high from the central meridian to an easting. */
function strip(easting: number): number {
  return (RADIUS / CENTRAL_SCALE) * Math.tanh(fromMeridian(easting));
}

/** Metres on the ground between two points in EPSG:2180. */
export function distance([x1 = 0, y1 = 0]: Coordinate, [x2 = 0, y2 = 0]: Coordinate): number {
  return Math.hypot(x2 - x1, y2 - y1) * mean(groundMetres, x1, x2);
}

/** Metres on the ground along a line. */
export function lengthOf(points: readonly Coordinate[]): number {
  return pairs(points).reduce((sum, [from, to]) => sum + distance(from, to), 0);
}

/** Square metres on the ground within a ring whose last point is not its first (Green's theorem). */
export function areaOf(ring: readonly Coordinate[]): number {
  const edges = pairs(closed(ring));
  const twoWays = edges.reduce(
    (sum, [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]]) => sum + (y2 - y1) * mean(strip, x1, x2),
    0,
  );
  return Math.abs(twoWays);
}

/** Whether a ring crosses itself; what it encloses is then anybody's guess. */
export function crossesItself(ring: readonly Coordinate[]): boolean {
  const edges = pairs(closed(ring));
  return edges.some(([a, b], first) =>
    edges.some(([c, d], second) => {
      const neighbours = second - first <= 1 || (first === 0 && second === edges.length - 1);
      return !neighbours && cross(a, b, c, d);
    }),
  );
}

export function closed(ring: readonly Coordinate[]): Coordinate[] {
  return [...ring, ...ring.slice(0, 1)];
}

export function pairs(points: readonly Coordinate[]): [Coordinate, Coordinate][] {
  return points.slice(1).map((to, index) => [points[index] ?? to, to]);
}

function cross(a: Coordinate, b: Coordinate, c: Coordinate, d: Coordinate): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Which side of the line from A to B the point is on: -1, 0 or 1. */
function side([ax = 0, ay = 0]: Coordinate, [bx = 0, by = 0]: Coordinate, [x = 0, y = 0]: Coordinate): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
