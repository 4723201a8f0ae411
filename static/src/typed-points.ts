// Points typed as coordinates in EPSG:2180, one on a line: X to the north, then Y to the east, as surveyors write them.
import { containsCoordinate } from "ol/extent.js";
import type { Coordinate } from "ol/coordinate.js";

import { PL_1992 } from "./grid.js";

// A figure of more points is a file, not something typed.
const MOST = 500;

/** Number of the first line that is no point; "many" for too many lines. */
export type Mistake = { line: number } | "few" | "many";

export function readPoints(text: string): Coordinate[] | Mistake {
  const points: Coordinate[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const point = readPoint(line.trim());
    if (point === null) return { line: index + 1 };
    points.push(point);
  }
  if (points.length > MOST) return "many";
  return points.length < 2 ? "few" : points;
}

/** The comma is a decimal one where blanks part the numbers, and parts them where nothing else does. */
function readPoint(line: string): Coordinate | null {
  const parts = line.split(/[\s;]+/).map((part) => part.replace(/,$/, ""));
  const numbers = (parts.length === 1 ? line.split(",") : parts).map((part) => Number(part.replace(",", ".")));
  const [northing, easting] = numbers;
  if (numbers.length !== 2 || northing === undefined || easting === undefined) return null;
  return containsCoordinate(PL_1992.getExtent(), [easting, northing]) ? [easting, northing] : null;
}
