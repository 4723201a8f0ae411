// Choosing a parcel: by a click, by its identifier, out of several; and what is said where there is none.
import type { Coordinate } from "ol/coordinate.js";

import type { Camera } from "./camera.js";
import type { Card } from "./card.js";
import { PARCELS_FROM } from "./cartography.js";
import type { Chart } from "./chart.js";
import type { HitList } from "./hits.js";
import { clearAnswers, saidWhileWaiting, setNotice } from "./notices.js";
import { text } from "./page.js";
import { hitsOf, writePlans, type PlansHere } from "./plans-here.js";
import type { Failure, ParcelFeature, Register } from "./register.js";
import type { Selection } from "./selection.js";
import type { Sheet } from "./sheet.js";
import type { Summaries } from "./summaries.js";

interface Parts {
  chart: Chart;
  camera: Camera;
  register: Register;
  summaries: Summaries;
  plansHere: PlansHere;
  selection: Selection;
  card: Card;
  hits: HitList;
  sheet: Sheet;
  target: HTMLElement;
  language: string;
  pageAddress: string;
  /** Writes a step for Back into the address. */
  step: () => void;
  /** The days that are shown, that of the first map first: ISO dates, null for today. */
  days: () => [string | null, ...(string | null)[]];
}

type Point = [number, number];

interface Asked {
  day: string | null;
  /** Where the map was clicked. */
  point: Point | null;
}

export class Choosing {
  private current: string | null = null;
  private question = 0;
  private readonly listeners: ((identifier: string | null) => void)[] = [];
  /** While held, clicks on the map mean something else. */
  held = false;

  constructor(private readonly parts: Parts) {}

  get chosen(): string | null {
    return this.current;
  }

  onChosen(listener: (identifier: string | null) => void): void {
    this.listeners.push(listener);
  }

  /**
   * The parcel at a place on a day, that of the map unless another is given; from afar the map only comes closer, as
   * nobody can have aimed at one.
   */
  async at(coordinate: Coordinate, day = this.parts.days()[0]): Promise<void> {
    if (this.held) return;
    clearAnswers();
    const { camera, register } = this.parts;
    if (camera.zoom < PARCELS_FROM) {
      camera.closer(coordinate, camera.zoom + 2);
      return;
    }
    const [easting = 0, northing = 0] = coordinate;
    const asked: Asked = { day, point: [easting, northing] };
    const answer = await saidWhileWaiting(register.at(easting, northing, day));
    if (typeof answer === "string") {
      await this.tellNone(answer, asked);
      return;
    }
    const [first, ...others] = answer;
    if (others.length === 0) this.take(first, asked);
    else this.offer(answer, asked);
    camera.uncover(coordinate);
  }

  /** `look`: "fit" always goes there, "show" only if it is not in sight. */
  async choose(identifier: string, look: "fit" | "show" = "show"): Promise<void> {
    clearAnswers();
    const found = await this.ask(identifier);
    if (found === null) return;
    this.take(...found);
    const extent = this.parts.selection.show([found[0]]);
    this.parts.camera[look](extent);
  }

  /** Shows what the address says, without a step and without taking the focus. */
  async restore(identifier: string | null, fit: boolean, isOtherDay: boolean): Promise<void> {
    if (identifier === this.current) {
      if (isOtherDay) await this.dayChanged();
      return;
    }
    this.drop();
    if (identifier === null) return;
    // Already in the address if the map moves before the answer comes.
    this.setCurrent(identifier);
    const found = await this.ask(identifier);
    if (found === null) return;
    const extent = this.show(...found, false);
    if (fit) this.parts.camera.fit(extent);
  }

  /** Another day: the parcel as it was then, or none where it was not. */
  async dayChanged(): Promise<void> {
    const identifier = this.current;
    if (identifier === null) return;
    clearAnswers();
    const found = await this.ask(identifier);
    if (identifier !== this.current) return;
    if (found === null) this.drop();
    else this.show(...found, false);
  }

  /** A person closes the card: the list comes back if there is one. */
  close(): void {
    if (this.current === null) return;
    this.drop();
    this.parts.step();
  }

  /** Nothing is chosen any more. */
  drop(): void {
    const { selection, chart, card, hits, target } = this.parts;
    this.setCurrent(null);
    selection.clear();
    chart.relook({ muted: null });
    if (hits.isFilled) hits.open();
    card.close(hits.isFilled ? hits : target);
    this.arrange();
  }

  /** The list goes, and what it was about. */
  closeList(): void {
    const { card, hits, target, selection } = this.parts;
    hits.close();
    if (!card.isOpen) {
      this.setCurrent(null);
      selection.clear();
    }
    this.arrange();
    target.focus({ preventScroll: true });
    this.parts.step();
  }

  /** The sheet and its place follow what is open. */
  arrange(): void {
    const { card, hits, sheet } = this.parts;
    sheet.show(card.isOpen || hits.isOpen);
  }

  private setCurrent(identifier: string | null): void {
    if (identifier === this.current) return;
    this.current = identifier;
    for (const listener of this.listeners) listener(identifier);
  }

  /** As it was on the first of the days shown on which it was there. */
  private async ask(identifier: string): Promise<[ParcelFeature, Asked] | null> {
    const failures: Failure[] = [];
    const days = this.parts.days();
    for (const day of days) {
      const answer = await saidWhileWaiting(this.parts.register.byIdentifier(identifier, day));
      if (typeof answer !== "string") return [answer[0], { day, point: null }];
      failures.push(answer);
      if (answer !== "none" && answer !== "ended") break;
    }
    const [failure = "none"] = failures;
    if (failure === "ended") await this.tellEnd(identifier);
    else this.explain(failure, days[0] === null ? "gone" : "not-then");
    return null;
  }

  private take(found: ParcelFeature, asked: Asked): void {
    this.show(found, asked, true);
    this.parts.step();
  }

  private show(found: ParcelFeature, asked: Asked, focus: boolean) {
    const { selection, chart, card, hits } = this.parts;
    const { identifier } = found.properties;
    clearAnswers();
    this.setCurrent(identifier);
    const extent = selection.show([found]);
    chart.relook({ muted: identifier });
    card.show(found.properties, asked.day, hits.isFilled);
    hits.hide();
    this.arrange();
    // A person asked for it; a page that just loaded leaves the focus alone.
    if (focus) card.focus();
    void this.addSummary(identifier, asked);
    return extent;
  }

  private async addSummary(identifier: string, asked: Asked): Promise<void> {
    const { summaries, plansHere, card } = this.parts;
    const question = (this.question += 1);
    const plans = plansHere.ask({ identifier, ...asked });
    const summary = await summaries.of(identifier, asked.day);
    if (question === this.question) card.addSummary(summary);
    const answer = await plans;
    if (question === this.question) writePlans(answer);
  }

  /** Where there is no parcel there may be a plan all the same. */
  private async tellNone(answer: Failure, asked: Asked): Promise<void> {
    const { plansHere, hits } = this.parts;
    const plans = answer === "none" ? await saidWhileWaiting(plansHere.ask({ identifier: null, ...asked })) : null;
    const found = plans === null ? [] : hitsOf(plans);
    if (found.length === 0) {
      this.explain(answer, "empty");
      return;
    }
    this.drop();
    hits.fill(text("plans-title"), text("plans-note"), found);
    hits.open();
    this.arrange();
    hits.focus();
  }

  /** Several parcels lie there: on a common boundary, or where the data overlap. */
  private offer(found: ParcelFeature[], asked: Asked): void {
    const { hits, selection } = this.parts;
    this.drop();
    selection.show(found);
    const items = found.map((parcel) => ({
      label: parcel.properties.number,
      detail: `${parcel.properties.precinct_name ?? parcel.properties.precinct} · ${parcel.properties.identifier}`,
      act: () => {
        this.take(parcel, asked);
      },
    }));
    hits.fill(text("several-title", { count: found.length }), text("several-note"), items);
    hits.open();
    this.arrange();
    hits.focus();
  }

  private async tellEnd(identifier: string): Promise<void> {
    const { summaries, hits, language, pageAddress } = this.parts;
    const end = await summaries.end(identifier);
    if (end === null) {
      setNotice("gone", true);
      return;
    }
    const date = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(end.ended));
    const successors = end.successors.map((successor) => ({
      label: successor,
      detail: "",
      act: () => void this.choose(successor, "fit"),
    }));
    const history = { label: text("ended-history"), detail: "", act: `${pageAddress}${identifier}/` };
    const note = text(successors.length > 0 ? "ended-note" : "ended-no-successors", { date });
    hits.fill(text("ended-title", { identifier }), note, [...successors, history]);
    hits.open();
    this.arrange();
  }

  private explain(answer: Failure, none: "empty" | "gone" | "not-then"): void {
    if (answer === "none" || answer === "ended") setNotice(none, true);
    if (answer === "silent") setNotice("silent", true);
  }
}
