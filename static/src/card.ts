// The card of one parcel: beside the map on a desk, a sheet at the bottom of a phone.
import { element, make, text } from "./page.js";
import type { LandUse, ParcelFacts } from "./register.js";
import type { Summary } from "./summaries.js";

interface CardOptions {
  language: string;
  pageAddress: string;
  onClose: () => void;
  /** Back to the list that the parcel was chosen from. */
  onBack: () => void;
}

export class Card {
  private readonly root = element("#card");
  private readonly title = element("#card-title");
  private readonly back = element('[data-action="back-to-hits"]', this.root);
  private readonly copied = element('[data-part="copied"]', this.root);
  private readonly hectares: Intl.NumberFormat;
  private readonly squareMetres: Intl.NumberFormat;
  private readonly dates: Intl.DateTimeFormat;
  private openedFrom: HTMLElement | null = null;

  constructor(private readonly options: CardOptions) {
    this.hectares = new Intl.NumberFormat(options.language, { minimumFractionDigits: 4 });
    this.squareMetres = new Intl.NumberFormat(options.language, { maximumFractionDigits: 0, useGrouping: true });
    this.dates = new Intl.DateTimeFormat(options.language, { dateStyle: "long" });
    element('[data-action="close"]', this.root).addEventListener("click", options.onClose);
    this.back.addEventListener("click", options.onBack);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") options.onClose();
    });
    this.offerCopying();
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** `day`: the ISO date that the facts are of; null for today. */
  show(facts: ParcelFacts, day: string | null, fromList: boolean): void {
    this.fill(facts);
    this.lead(facts.identifier, day);
    if (this.root.hidden) this.openedFrom = document.activeElement as HTMLElement | null;
    this.root.hidden = false;
    this.back.hidden = !fromList;
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
  }

  /** What takes a second question; null if it could not be told. */
  addSummary(summary: Summary | null): void {
    this.writeList("addresses", summary?.addresses ?? null);
    this.writeList("buildings", summary?.buildings ?? null);
    this.writeEntries(summary?.entries ?? []);
  }

  /** Closes and hands the focus back to where the card was opened from, if the card had it. */
  close(fallback: { focus: (options: FocusOptions) => void }): void {
    const hadFocus = this.root.contains(document.activeElement);
    this.root.hidden = true;
    if (!hadFocus) return;
    const back = this.openedFrom;
    const usable = back !== null && back !== document.body && back.isConnected && back.offsetParent !== null;
    (usable ? back : fallback).focus({ preventScroll: true });
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
    this.writeEntries([]);
    for (const list of ["addresses", "buildings", "plans"]) this.fillList(list, ["…"]);
  }

  private lead(identifier: string, day: string | null): void {
    const page = `${this.options.pageAddress}${identifier}/`;
    const query = day === null ? "" : `?data=${day}`;
    element('[data-link="page"]', this.root).setAttribute("href", `${page}${query}`);
    const cases = this.root.querySelector<HTMLAnchorElement>('[data-link="cases"]');
    // The kiosk has none: nobody writes an application there.
    if (cases !== null) cases.search = `?d=${identifier}`;
    element('[data-link="zoning"]', this.root).setAttribute("href", `${page}przeznaczenie/${query}`);
    this.write("shown-day", day === null ? "" : this.dates.format(new Date(`${day}T12:00:00`)));
    element('[data-part="shown-day"]', this.root).hidden = day === null;
  }

  private write(field: string, text: string): void {
    element(`[data-field="${field}"]`, this.root).textContent = text;
  }

  private writeList(name: string, words: string[] | null): void {
    this.fillList(name, words === null ? [text("unknown")] : words.length === 0 ? [text("none-known")] : words);
  }

  private fillList(name: string, words: string[]): void {
    element(`[data-list="${name}"]`, this.root).replaceChildren(...words.map((line) => make("li", "", line)));
  }

  private writeEntries(entries: Summary["entries"]): void {
    const part = this.root.querySelector<HTMLElement>('[data-part="entries"]');
    if (part === null) return;
    part.hidden = entries.length === 0;
    const lines = entries.map(({ url, words }) => {
      const link = make("a", "", words);
      link.setAttribute("href", url);
      return make("li", "", link);
    });
    element('[data-list="entries"]', part).replaceChildren(...lines);
  }

  private area(hectares: number): string {
    return `${this.hectares.format(hectares)} ha (${this.squareMetres.format(hectares * 10_000)} m²)`;
  }

  private writeLandUse(rows: LandUse[]): void {
    element('[data-part="land-use"]', this.root).hidden = rows.length === 0;
    element('[data-list="land_use"]', this.root).replaceChildren(...rows.map((row) => this.landUseItem(row)));
  }

  private landUseItem(row: LandUse): HTMLElement {
    const name = document.querySelector(`#land-use-names [data-code="${CSS.escape(row.ofu)}"]`)?.textContent ?? "";
    const area = row.area_ha === null ? "" : ` – ${this.hectares.format(row.area_ha)} ha`;
    return make("li", "", make("b", "", landUseCode(row)), ` ${name}${area}`);
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
