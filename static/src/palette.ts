// The map's colours, read from the style sheet so that page, legend and map never differ.
import { light } from "../palette.json";

export type Palette = Record<keyof typeof light, string>;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.keys(light).map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]);
  return Object.fromEntries(colours) as Palette;
}

/** Paints now and whenever the reader's system turns dark or light; the answer paints again. */
export function withPalette(paint: (palette: Palette) => void): () => void {
  const again = () => {
    paint(readPalette());
  };
  again();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  window.matchMedia("(forced-colors: active)").addEventListener("change", again);
  return again;
}
