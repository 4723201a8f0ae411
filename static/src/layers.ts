// The layers' panel: what is shown and how strongly; the address keeps what differs from the usual.
import { element } from "./page.js";
import { PLANS, type PlanLayer } from "./planning.js";

export interface Shown {
  /** Names of switches that are off. */
  hidden: Set<string>;
  /** 0 to 1 */
  landUse: number;
  /** Identifier of the background picture. */
  background: string | null;
  /** 0 to 1 */
  backgroundOpacity: number;
  /** Whether plans are shown at all. */
  plansOn: boolean;
  /** Which of them. */
  plans: Set<PlanLayer>;
  /** 0 to 1 */
  plansOpacity: number;
  /** Whether entries of public registers are. */
  entries: boolean;
}

const FULL = 100;
const USUAL_PLANS: readonly PlanLayer[] = ["local", "general", "acts"];
const USUAL_PLANS_OPACITY = 70;

function percent(text: string | undefined, usual = FULL): number {
  const value = Number(text);
  return text !== undefined && value >= 0 && value <= FULL ? Math.round(value) : usual;
}

/**
 * `l=-numbers,land_use:50,bg:orto:70,plans:60,-general,drawings,entries`: hidden layers, strength of the land use, background
 * with its own, plans with theirs, and which of them are not as usual.
 */
function readShown(words: string, switches: readonly string[], backgrounds: readonly string[]): Shown {
  const shown: Shown = {
    ...{ hidden: new Set(), landUse: 1, background: null, backgroundOpacity: 1 },
    ...{ plansOn: false, plans: new Set(USUAL_PLANS), plansOpacity: USUAL_PLANS_OPACITY / FULL },
    entries: words.split(",").includes("entries"),
  };
  for (const word of words.split(",")) {
    const [name = "", first, second] = word.split(":");
    const hidden = switches.find((layer) => name === `-${layer}`);
    if (hidden !== undefined) shown.hidden.add(hidden);
    readPlans(shown, name, first);
    if (name === "land_use") shown.landUse = percent(first) / FULL;
    if (name === "bg" && first !== undefined && backgrounds.includes(first)) {
      shown.background = first;
      shown.backgroundOpacity = percent(second) / FULL;
    }
  }
  return shown;
}

function readPlans(shown: Shown, name: string, strength: string | undefined): void {
  if (name === "plans") {
    shown.plansOn = true;
    shown.plansOpacity = percent(strength, USUAL_PLANS_OPACITY) / FULL;
  }
  for (const plan of PLANS) {
    if (name === plan) shown.plans.add(plan);
    if (name === `-${plan}`) shown.plans.delete(plan);
  }
}

function writePlans({ plansOn, plans, plansOpacity }: Shown): string[] {
  if (!plansOn) return [];
  const strength = Math.round(plansOpacity * FULL);
  const unusual = PLANS.filter((plan) => plans.has(plan) !== USUAL_PLANS.includes(plan));
  const words = unusual.map((plan) => (plans.has(plan) ? plan : `-${plan}`));
  return [strength === USUAL_PLANS_OPACITY ? "plans" : `plans:${strength}`, ...words];
}

export function writeShown(shown: Shown): string {
  const { hidden, landUse, background, backgroundOpacity } = shown;
  const words: string[] = [...hidden].map((layer) => `-${layer}`);
  if (landUse < 1) words.push(`land_use:${Math.round(landUse * FULL)}`);
  const strength = backgroundOpacity < 1 ? `:${Math.round(backgroundOpacity * FULL)}` : "";
  if (background !== null) words.push(`bg:${background}${strength}`);
  words.push(...writePlans(shown));
  if (shown.entries) words.push("entries");
  return words.join(",");
}

export class LayersPanel {
  private readonly root = element("#layers");
  private readonly switches = [...this.root.querySelectorAll<HTMLInputElement>("[data-layer]")];
  private readonly choices = [...this.root.querySelectorAll<HTMLInputElement>('[name="background"]')];
  private readonly landUse = element('[data-opacity="land_use"]', this.root) as HTMLInputElement;
  private readonly plansOn = element("[data-plans]", this.root) as HTMLInputElement;
  private readonly plans = [...this.root.querySelectorAll<HTMLInputElement>("[data-plan-layer]")];
  private readonly plansOpacity = element('[data-opacity="plans"]', this.root) as HTMLInputElement;
  private readonly entries = this.root.querySelector<HTMLInputElement>("[data-entries]");
  private readonly background = this.root.querySelector<HTMLInputElement>('[data-opacity="background"]');

  /** `onChange` gets true where the change is a step for Back, false while a slider moves. */
  constructor(onChange: (step: boolean) => void) {
    for (const input of [...this.switches, ...this.choices, this.plansOn, ...this.plans]) {
      input.addEventListener("change", () => {
        this.foldPlans();
        onChange(true);
      });
    }
    this.entries?.addEventListener("change", () => {
      onChange(true);
    });
    for (const slider of [this.landUse, this.background, this.plansOpacity]) {
      slider?.addEventListener("input", () => {
        onChange(false);
      });
    }
  }

  get shown(): Shown {
    const off = this.switches.filter((input) => !input.checked);
    const background = this.choices.find((input) => input.checked)?.value ?? "";
    return {
      hidden: new Set(off.map((input) => input.dataset.layer ?? "")),
      landUse: Number(this.landUse.value) / FULL,
      background: background || null,
      backgroundOpacity: Number(this.background?.value ?? FULL) / FULL,
      plansOn: this.plansOn.checked,
      plans: new Set(PLANS.filter((plan) => this.plans.some((input) => input.checked && input.dataset.planLayer === plan))),
      plansOpacity: Number(this.plansOpacity.value) / FULL,
      entries: this.entries?.checked ?? false,
    };
  }

  set shown({ hidden, landUse, background, backgroundOpacity, plansOn, plans, plansOpacity, entries }: Shown) {
    for (const input of this.switches) input.checked = !hidden.has(input.dataset.layer ?? "");
    for (const input of this.choices) input.checked = input.value === (background ?? "");
    this.landUse.value = String(landUse * FULL);
    if (this.background !== null) this.background.value = String(backgroundOpacity * FULL);
    this.plansOn.checked = plansOn;
    for (const input of this.plans) input.checked = plans.has(input.dataset.planLayer as PlanLayer);
    this.plansOpacity.value = String(plansOpacity * FULL);
    if (this.entries !== null) this.entries.checked = entries;
    this.foldPlans();
  }

  /** What of the plans is shown matters once they are. */
  private foldPlans(): void {
    element('[data-part="plans"]', this.root).hidden = !this.plansOn.checked;
  }

  /** Layers of the tiles that are not drawn. */
  get hiddenTiles(): Set<string> {
    const off = this.switches.filter((input) => !input.checked);
    return new Set(off.flatMap((input) => (input.dataset.tiles ?? "").split(" ")));
  }

  /** What the address WORDS say. */
  read(words: string): Shown {
    return readShown(words, this.names, this.backgrounds);
  }

  private get names(): string[] {
    return this.switches.map((input) => input.dataset.layer ?? "");
  }

  private get backgrounds(): string[] {
    return this.choices.map((input) => input.value).filter(Boolean);
  }
}

/** The legend tells of what is drawn at this zoom, of the layers that are shown. */
export function fitLegend(zoom: number, hidden: ReadonlySet<string>): void {
  for (const entry of document.querySelectorAll<HTMLElement>("#legend [data-from-zoom]")) {
    const { fromZoom, belowZoom, of } = entry.dataset;
    const tooFar = zoom < Number(fromZoom);
    const tooNear = zoom >= Number(belowZoom ?? Infinity);
    entry.hidden = tooFar || tooNear || hidden.has(of ?? "");
  }
}
