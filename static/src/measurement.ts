// What is being measured: points, whether the figure is finished, and every step back to the beginning.
import type { Coordinate } from "ol/coordinate.js";

import { areaOf, closed, crossesItself, lengthOf } from "./ground.js";

export type Kind = "length" | "area";

interface Step {
  points: readonly Coordinate[];
  finished: boolean;
}

const NOTHING: Step = { points: [], finished: false };

export class Measurement {
  kind: Kind = "length";
  private readonly steps: Step[] = [];

  get points(): readonly Coordinate[] {
    return this.now.points;
  }

  get finished(): boolean {
    return this.now.finished;
  }

  get untouched(): boolean {
    return this.steps.length === 0;
  }

  /** A point after the end begins anew. */
  add(point: Coordinate): void {
    this.steps.push({ points: [...(this.finished ? [] : this.points), point], finished: false });
  }

  finish(): void {
    if (this.points.length > 1 && !this.finished) this.steps.push({ points: this.points, finished: true });
  }

  clear(): void {
    if (this.points.length > 0) this.steps.push(NOTHING);
  }

  replace(points: readonly Coordinate[]): void {
    this.steps.push({ points, finished: true });
  }

  undo(): void {
    this.steps.pop();
  }

  forget(): void {
    this.steps.length = 0;
  }

  private get now(): Step {
    return this.steps.at(-1) ?? NOTHING;
  }
}

export interface Figures {
  /** Metres on the ground: along the line, or around the area. */
  length: number;
  /** Square metres on the ground; null for a line and where fewer than three points enclose nothing. */
  area: number | null;
  crossed: boolean;
}

export function figuresOf(points: readonly Coordinate[], kind: Kind): Figures {
  const encloses = kind === "area" && points.length > 2;
  const crossed = encloses && crossesItself(points);
  return {
    length: lengthOf(encloses ? closed(points) : points),
    area: encloses && !crossed ? areaOf(points) : null,
    crossed,
  };
}
