// The day that the map shows: a date and a slider, a banner that it is not today, and a second day beside the first.
import { readDay } from "./address.js";
import { setNotice } from "./notices.js";
import { element, onAction, text } from "./page.js";
import type { Tool } from "./tool.js";

interface DaysOptions {
  /** ISO dates: the first that anything is known of, and today by the server's calendar. */
  first: string;
  today: string;
  language: string;
  onChange: () => void;
}

const DAY_MS = 86_400_000;
// A slider on its way passes hundreds of days; the map follows where it rests.
const REST = 250;

function numberOf(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** One day as a date field and a slider that follow each other. */
class DayField {
  private readonly date: HTMLInputElement;
  private readonly slider: HTMLInputElement;
  private waiting = 0;

  constructor(
    root: HTMLElement,
    private readonly options: DaysOptions,
    private readonly write: (day: string) => string,
    onPick: () => void,
  ) {
    this.date = element('input[type="date"]', root) as HTMLInputElement;
    this.slider = element('input[type="range"]', root) as HTMLInputElement;
    this.date.max = options.today;
    this.slider.min = String(numberOf(options.first));
    this.slider.max = String(numberOf(options.today));
    element('[data-field="first-year"]', root).textContent = options.first.slice(0, 4);
    this.date.addEventListener("change", () => {
      if (this.valid === null) return;
      this.day = this.valid;
      onPick();
    });
    this.slider.addEventListener("input", () => {
      this.day = dayOf(Number(this.slider.value));
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(onPick, REST);
    });
  }

  private get valid(): string | null {
    const day = readDay(this.date.value);
    return day !== null && day <= this.options.today ? day : null;
  }

  get day(): string {
    return this.valid ?? this.options.today;
  }

  set day(day: string) {
    this.date.value = day;
    this.slider.value = String(numberOf(day));
    this.slider.setAttribute("aria-valuetext", this.write(day));
  }

  focus(): HTMLElement {
    return this.date;
  }
}

export class Days implements Tool {
  private readonly dates: Intl.DateTimeFormat;
  private readonly firstField: DayField;
  private readonly secondField: DayField;
  private readonly compare: HTMLInputElement;

  constructor(private readonly options: DaysOptions) {
    const panel = element("#tool-days");
    this.dates = new Intl.DateTimeFormat(options.language, { dateStyle: "long", timeZone: "UTC" });
    this.compare = element('[data-part="compare"]', panel) as HTMLInputElement;
    const write = (day: string) => this.write(day);
    const changed = () => {
      this.changed();
    };
    this.firstField = new DayField(element('[data-part="first-day"]', panel), options, write, changed);
    this.secondField = new DayField(element('[data-part="second-day"]', panel), options, write, changed);
    this.compare.addEventListener("change", changed);
    onAction("today", () => {
      this.set(null, null);
      this.changed();
    });
    onAction("one-map", () => {
      this.set(this.day, null);
      this.changed();
    });
    this.set(null, null);
  }

  /** Null: today. */
  get day(): string | null {
    return this.firstField.day === this.options.today ? null : this.firstField.day;
  }

  /** The day on the second map; null while there is none. It may be today. */
  get otherDay(): string | null {
    return this.compare.checked ? this.secondField.day : null;
  }

  /** What the address says; nobody is told. Days to come are not known. */
  set(day: string | null, otherDay: string | null): void {
    const { today } = this.options;
    const known = (wanted: string | null) => (wanted === null || wanted > today ? today : wanted);
    this.firstField.day = known(day);
    this.secondField.day = known(otherDay);
    this.compare.checked = otherDay !== null;
    this.show();
  }

  open(): HTMLElement {
    return this.firstField.focus();
  }

  close(): void {
    // The day stays as it is; the banner says so.
  }

  private changed(): void {
    this.show();
    this.options.onChange();
  }

  private write(day: string): string {
    return day === this.options.today ? text("today") : this.dates.format(new Date(`${day}T00:00:00Z`));
  }

  private show(): void {
    const { day, otherDay } = this;
    const first = this.write(this.firstField.day);
    const second = this.write(this.secondField.day);
    element('[data-part="second-day"]').hidden = otherDay === null;
    element('[data-field="day-shown"]').textContent =
      otherDay === null ? text("day-shown", { day: first }) : text("days-compared");
    element('[data-action="today"]').hidden = otherDay !== null;
    element('[data-action="one-map"]').hidden = otherDay === null;
    element('[data-field="pane-first"]').textContent = first;
    element('[data-field="pane-second"]').textContent = second;
    setNotice("day", day !== null || otherDay !== null);
  }
}
