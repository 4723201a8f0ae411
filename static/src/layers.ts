// The layers' panel: what is shown and how strongly; the address keeps what differs from the usual.
import { LAYERS, type LayerName } from "./cartography.js";
import { element } from "./page.js";

export interface Shown {
  hidden: Set<LayerName>;
  /** 0 to 1 */
  landUse: number;
  /** Identifier of the background picture. */
  background: string | null;
  /** 0 to 1 */
  backgroundOpacity: number;
}

const FULL = 100;

function percent(text: string | undefined): number {
  const value = Number(text);
  return text !== undefined && value >= 0 && value <= FULL ? Math.round(value) : FULL;
}

/** `l=-numbers,land_use:50,bg:orto:70`: hidden layers, strength of the land use, background with its own. */
export function readShown(words: string, backgrounds: readonly string[]): Shown {
  const shown: Shown = { hidden: new Set(), landUse: 1, background: null, backgroundOpacity: 1 };
  for (const word of words.split(",")) {
    const [name = "", first, second] = word.split(":");
    const hidden = LAYERS.find((layer) => name === `-${layer}`);
    if (hidden !== undefined) shown.hidden.add(hidden);
    if (name === "land_use") shown.landUse = percent(first) / FULL;
    if (name === "bg" && first !== undefined && backgrounds.includes(first)) {
      shown.background = first;
      shown.backgroundOpacity = percent(second) / FULL;
    }
  }
  return shown;
}

export function writeShown({ hidden, landUse, background, backgroundOpacity }: Shown): string {
  const words: string[] = LAYERS.filter((layer) => hidden.has(layer)).map((layer) => `-${layer}`);
  if (landUse < 1) words.push(`land_use:${Math.round(landUse * FULL)}`);
  const strength = backgroundOpacity < 1 ? `:${Math.round(backgroundOpacity * FULL)}` : "";
  if (background !== null) words.push(`bg:${background}${strength}`);
  return words.join(",");
}

export class LayersPanel {
  private readonly root = element("#layers");
  private readonly switches = [...this.root.querySelectorAll<HTMLInputElement>("[data-layer]")];
  private readonly choices = [...this.root.querySelectorAll<HTMLInputElement>('[name="background"]')];
  private readonly landUse = element('[data-opacity="land_use"]', this.root) as HTMLInputElement;
  private readonly background = this.root.querySelector<HTMLInputElement>('[data-opacity="background"]');

  /** `onChange` gets true where the change is a step for Back, false while a slider moves. */
  constructor(onChange: (step: boolean) => void) {
    for (const input of [...this.switches, ...this.choices]) {
      input.addEventListener("change", () => {
        onChange(true);
      });
    }
    for (const slider of [this.landUse, this.background]) {
      slider?.addEventListener("input", () => {
        onChange(false);
      });
    }
  }

  get shown(): Shown {
    const off = this.switches.filter((input) => !input.checked).map((input) => input.dataset.layer);
    const background = this.choices.find((input) => input.checked)?.value ?? "";
    return {
      hidden: new Set(LAYERS.filter((layer) => off.includes(layer))),
      landUse: Number(this.landUse.value) / FULL,
      background: background || null,
      backgroundOpacity: Number(this.background?.value ?? FULL) / FULL,
    };
  }

  set shown({ hidden, landUse, background, backgroundOpacity }: Shown) {
    for (const input of this.switches) input.checked = !hidden.has(input.dataset.layer as LayerName);
    for (const input of this.choices) input.checked = input.value === (background ?? "");
    this.landUse.value = String(landUse * FULL);
    if (this.background !== null) this.background.value = String(backgroundOpacity * FULL);
  }

  get backgrounds(): string[] {
    return this.choices.map((input) => input.value).filter(Boolean);
  }
}

/** The legend tells of what is drawn at this zoom, of the layers that are shown. */
export function fitLegend(zoom: number, hidden: ReadonlySet<LayerName>): void {
  for (const entry of document.querySelectorAll<HTMLElement>("#legend [data-from-zoom]")) {
    const { fromZoom, belowZoom, of } = entry.dataset;
    const tooFar = zoom < Number(fromZoom);
    const tooNear = zoom >= Number(belowZoom ?? Infinity);
    entry.hidden = tooFar || tooNear || hidden.has(of as LayerName);
  }
}
