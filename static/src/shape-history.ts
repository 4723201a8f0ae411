// The shapes that were on the sheet, one after another: every change can be taken back and made again.

/** GeoJSON in EPSG:2180, easting first. */
export interface Shape {
  type: string;
  coordinates: unknown;
}

export interface Step {
  /** Null: nothing is drawn yet. */
  shape: Shape | null;
  source: string;
}

export class ShapeHistory {
  private readonly steps: Step[];
  private at = 0;

  constructor(first: Step) {
    this.steps = [first];
  }

  get now(): Step {
    return this.steps[this.at] ?? { shape: null, source: "" };
  }

  get isChanged(): boolean {
    return this.at > 0;
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.steps.length - 1;
  }

  /** What was taken back before is given up. */
  push(step: Step): void {
    this.steps.splice(this.at + 1, this.steps.length, step);
    this.at += 1;
  }

  /** The same step, more exactly. */
  refine(step: Step): void {
    this.steps[this.at] = step;
  }

  undo(): void {
    if (this.canUndo) this.at -= 1;
  }

  redo(): void {
    if (this.canRedo) this.at += 1;
  }
}

/** To less than a millimetre, and of as many points. */
export function sameShape(one: Shape | null, other: Shape | null): boolean {
  if (one === null || other === null) return one === other;
  const [first, second] = [flat(one.coordinates), flat(other.coordinates)];
  if (one.type !== other.type || first.length !== second.length) return false;
  return first.every((value, index) => Math.abs(value - (second[index] ?? 0)) < 0.001);
}

function flat(nested: unknown): number[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested)];
}
