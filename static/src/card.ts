// The card of one parcel: beside the map on a desk, a sheet at the bottom of a phone.
import { element } from "./page.js";
import type { LandUse, ParcelFacts } from "./register.js";

interface CardOptions {
  language: string;
  pageAddress: string;
  onClose: () => void;
}

export class Card {
  private readonly root = element("#card");
  private readonly title = element("#card-title");
  private readonly intro = element('[data-part="intro"]');
  private readonly copied = element('[data-part="copied"]', this.root);
  private readonly hectares: Intl.NumberFormat;
  private readonly squareMetres: Intl.NumberFormat;
  private readonly dates: Intl.DateTimeFormat;
  private openedFrom: HTMLElement | null = null;

  constructor(private readonly options: CardOptions) {
    this.hectares = new Intl.NumberFormat(options.language, { minimumFractionDigits: 4 });
    this.squareMetres = new Intl.NumberFormat(options.language, { maximumFractionDigits: 0 });
    this.dates = new Intl.DateTimeFormat(options.language, { dateStyle: "long" });
    element('[data-action="close"]', this.root).addEventListener("click", options.onClose);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") options.onClose();
    });
    this.offerCopying();
  }

  get height(): number {
    return this.root.hidden ? 0 : this.root.offsetHeight;
  }

  /** Fills and opens the card; `focus` where a person asked for it, not where a page just loaded. */
  show(facts: ParcelFacts, focus: boolean): void {
    this.fill(facts);
    if (this.root.hidden) this.openedFrom = document.activeElement as HTMLElement | null;
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.intro.hidden = true;
    if (focus) this.title.focus({ preventScroll: true });
  }

  /** Closes and hands the focus back to where the card was opened from, if the card had it. */
  close(fallback: HTMLElement): void {
    const hadFocus = this.root.contains(document.activeElement);
    this.root.hidden = true;
    this.intro.hidden = false;
    if (!hadFocus) return;
    const back = this.openedFrom;
    (back !== null && back !== document.body && back.isConnected ? back : fallback).focus({ preventScroll: true });
  }

  private fill(facts: ParcelFacts): void {
    this.copied.hidden = true;
    this.write("number", facts.number);
    this.write("identifier", facts.identifier);
    this.write("precinct", facts.precinct_name ?? facts.precinct);
    this.write("unit", facts.unit_name ?? facts.unit);
    this.write("area", facts.registered_area_ha === null ? "–" : this.area(facts.registered_area_ha));
    this.write("data_date", facts.data_date === null ? "" : this.dates.format(new Date(facts.data_date)));
    element('[data-part="data-date"]', this.root).hidden = facts.data_date === null;
    this.writeLandUse(facts.land_use);
    element('[data-link="page"]', this.root).setAttribute("href", `${this.options.pageAddress}${facts.identifier}/`);
  }

  private write(field: string, text: string): void {
    element(`[data-field="${field}"]`, this.root).textContent = text;
  }

  private area(hectares: number): string {
    return `${this.hectares.format(hectares)} ha (${this.squareMetres.format(hectares * 10_000)} m²)`;
  }

  private writeLandUse(rows: LandUse[]): void {
    element('[data-part="land-use"]', this.root).hidden = rows.length === 0;
    element('[data-list="land_use"]', this.root).replaceChildren(...rows.map((row) => this.landUseItem(row)));
  }

  private landUseItem(row: LandUse): HTMLElement {
    const item = document.createElement("li");
    const code = document.createElement("b");
    code.textContent = landUseCode(row);
    const name = document.querySelector(`#land-use-names [data-code="${CSS.escape(row.ofu)}"]`)?.textContent ?? "";
    item.append(code, row.area_ha === null ? ` ${name}` : ` ${name} – ${this.hectares.format(row.area_ha)} ha`);
    return item;
  }

  private offerCopying(): void {
    const button = element('[data-action="copy"]', this.root);
    // Browsers lend the clipboard to secure pages only; a button that cannot work is not shown.
    button.hidden = !window.isSecureContext;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(window.location.href).then(() => {
        this.copied.hidden = false;
      });
    });
  }
}

/** As on the map: "RIVa", or "B-RIVa" where the soil's use is another, as the parcel's page writes it. */
function landUseCode({ ofu, ozu, ozk }: LandUse): string {
  const soil = `${ozu}${ozk}`;
  if (ozu === ofu) return soil;
  return soil === "" ? ofu : `${ofu}-${soil}`;
}
