// Fills of zones: a colour and a pattern on it, so that nothing rests on colour alone; map and legend draw the same.

export interface Filling {
  /** #rrggbb, or empty: the pattern alone. */
  colour: string;
  /** SVG path data to stroke on each tile of UNITS units; empty for none. */
  pattern: string;
  /** Colour of the pattern. */
  ink: string;
  /** 0 to 1, of all of it. */
  opacity: number;
  /** What lies below and must not shine through; empty: it may. */
  under: string;
}

const UNITS = 12;
// The map's tiles are 512 pixels wide: a pattern that divides them goes on from one tile to the next.
const PIXELS = 16;
const LINE = 1.1;

function paintSquare(pen: CanvasRenderingContext2D, { colour, pattern, ink, opacity, under }: Filling): void {
  if (under !== "") {
    pen.fillStyle = under;
    pen.fillRect(0, 0, PIXELS, PIXELS);
  }
  pen.globalAlpha = opacity;
  if (colour !== "") {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, PIXELS, PIXELS);
  }
  pen.scale(PIXELS / UNITS, PIXELS / UNITS);
  pen.strokeStyle = ink;
  pen.lineWidth = (LINE * UNITS) / PIXELS;
  pen.stroke(new Path2D(pattern));
}

/** For canvases whose pixels are the page's; one that draws more of them scales it. */
export function patternOf(filling: Filling): CanvasPattern | null {
  const square = document.createElement("canvas");
  square.width = square.height = PIXELS;
  const pen = square.getContext("2d");
  if (pen === null) return null;
  paintSquare(pen, filling);
  return pen.createPattern(square, "repeat");
}
