// Several answers as a list beside the map: what a search found, parcels at one point, successors of a parcel.
import { element, make } from "./page.js";

export interface Hit {
  label: string;
  detail: string;
  /** What choosing it does, or where it leads. */
  act: (() => void) | string;
}

export class HitList {
  private readonly root = element("#hits");
  private readonly title = element("#hits-title");
  private readonly note = element('[data-part="hits-note"]', this.root);
  private readonly list = element('[data-list="hits"]', this.root);
  /** The words that found what is listed, if a search did. */
  query: string | null = null;

  constructor(onClose: () => void) {
    element('[data-action="close-hits"]', this.root).addEventListener("click", onClose);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") onClose();
    });
  }

  /** Whether there is a list, on screen or behind a parcel's card. */
  get isFilled(): boolean {
    return this.title.textContent !== "";
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  fill(title: string, note: string, hits: Hit[], query: string | null = null): void {
    this.query = query;
    this.title.textContent = title;
    this.note.textContent = note;
    this.note.hidden = note === "";
    this.list.replaceChildren(...hits.map((hit) => item(hit)));
  }

  open(): void {
    this.root.hidden = false;
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
  }

  /** Puts the list behind a card, to which one may return. */
  hide(): void {
    this.root.hidden = true;
  }

  close(): void {
    this.hide();
    this.query = null;
    this.title.textContent = "";
    this.list.replaceChildren();
  }
}

function item({ label, detail, act }: Hit): HTMLElement {
  const made = make(typeof act === "string" ? "a" : "button", "hit", make("b", "", label), " ");
  if (detail !== "") made.append(make("span", "hit-detail", detail));
  if (typeof act === "string") {
    made.setAttribute("href", act);
  } else {
    made.setAttribute("type", "button");
    made.addEventListener("click", act);
  }
  return make("li", "", made);
}
