// A plain list of the parcels in view, for those to whom the picture says nothing.
import type { Extent } from "ol/extent.js";
import type VectorTileLayer from "ol/layer/VectorTile.js";
import type VectorTileSource from "ol/source/VectorTile.js";

import { element } from "./page.js";

const MOST = 50;

type Choose = (identifier: string) => void;

export class ParcelsInView {
  private readonly root = element("#in-view") as HTMLDetailsElement;
  private readonly list = element('[data-list="in-view"]');
  private readonly order: Intl.Collator;
  private listed = "";

  constructor(
    language: string,
    private readonly layer: VectorTileLayer<VectorTileSource>,
    private readonly choose: Choose,
  ) {
    this.order = new Intl.Collator(language, { numeric: true });
  }

  onOpen(update: () => void): void {
    this.root.addEventListener("toggle", update);
  }

  /** `extent` null: too far out to see parcels. */
  update(extent: Extent | null): void {
    if (!this.root.open) return;
    const found = extent === null ? [] : this.numbersIn(extent);
    element('[data-part="in-view-far"]').hidden = extent !== null;
    element('[data-part="in-view-more"]').hidden = found.length <= MOST;
    element('[data-field="in-view-count"]').textContent = extent === null ? "" : `(${count(found.length)})`;
    this.write(found.slice(0, MOST));
  }

  /** Leaves an unchanged list alone: the focus may be in it. */
  private write(parcels: [string, string][]): void {
    const identifiers = parcels.map(([identifier]) => identifier).join(" ");
    if (identifiers === this.listed) return;
    this.listed = identifiers;
    this.list.replaceChildren(...parcels.map(([identifier, number]) => this.item(identifier, number)));
  }

  /** Identifiers and numbers, each once although tiles cut parcels. */
  private numbersIn(extent: Extent): [string, string][] {
    const numbers = new Map<string, string>();
    for (const feature of this.layer.getFeaturesInExtent(extent)) {
      if (feature.get("layer") !== "parcels") continue;
      numbers.set(String(feature.get("identifier")), String(feature.get("number")));
    }
    return [...numbers].sort((a, b) => this.order.compare(a[1], b[1]));
  }

  private item(identifier: string, number: string): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    // Numbers repeat from precinct to precinct.
    button.title = identifier;
    button.append(number, hidden(` ${identifier}`));
    button.addEventListener("click", () => {
      this.choose(identifier);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }
}

function count(found: number): string {
  return found > MOST ? `${MOST}+` : String(found);
}

function hidden(text: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}
