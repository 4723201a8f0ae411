// The map's colours, read from the style sheet so that page, legend and map never differ.

const NAMES = [
  "outside",
  "land",
  "forest",
  "meadow",
  "field",
  "water",
  "built",
  "road",
  "parcel-line",
  "parcel-text",
  "building",
  "building-home",
  "building-public",
  "building-works",
  "building-line",
  "address-text",
  "gmina-line",
  "gmina-band",
  "gmina-text",
  "picture-line",
  "precinct-line",
  "precinct-band",
  "precinct-text",
  "act-line",
  "act-past",
  "zone-line",
  "zone-text",
  "halo",
  "selected",
  "selected-casing",
  "error",
  "warning",
  "info",
  // How strongly colours of plans, made for white paper, are laid on; 0 to 1.
  "plan-strength",
] as const;

export type Palette = Record<(typeof NAMES)[number], string>;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colours = NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]);
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
