// The server reads lists and files, adds and cuts, and says what is wrong with a shape: there is one arithmetic alone.
import type { Shape } from "./shape-history.js";

export interface ShapeProblem {
  level: "error" | "warning";
  words: string;
  /** Easting, northing in EPSG:2180. */
  place: [number, number] | null;
}

export interface Look {
  size: string;
  perimeter: string;
  points: number;
  on_register: number;
  can_be_saved: boolean;
  problems: ShapeProblem[];
}

export interface Piece {
  shape: Shape;
  words: string;
}

export interface FileFound {
  note: string;
  system: string;
  order: string;
  candidates: { label: string; written: string }[];
  shapes: Shape[];
}

/** The sheet after what was asked; `problems` say why it was not done. */
export interface SheetAnswer {
  shape: Shape | null;
  list: string;
  system: string;
  system_name: string;
  source: string;
  said: string[];
  problems: string[];
  bad_line: number;
  look: Look | null;
  file: FileFound;
  pieces: Piece[];
}

export class ShapeServer {
  private underWay = new AbortController();

  constructor(
    private readonly address: string,
    private readonly form: HTMLFormElement,
  ) {}

  /**
   * What the form holds, with what is named here instead. A newer question overtakes the one under way.
   * "silent": the server could not be asked.
   */
  async ask(instead: Record<string, string>): Promise<SheetAnswer | "silent" | "overtaken"> {
    this.underWay.abort();
    const mine = (this.underWay = new AbortController());
    const body = new FormData(this.form);
    if (instead.do !== "upload") body.delete("file");
    for (const [name, value] of Object.entries(instead)) body.set(name, value);
    try {
      const response = await fetch(this.address, { method: "POST", body, signal: mine.signal });
      return response.ok ? ((await response.json()) as SheetAnswer) : "silent";
    } catch {
      return mine.signal.aborted ? "overtaken" : "silent";
    }
  }
}
