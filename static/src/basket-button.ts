// The button that puts a parcel in the basket and takes it out, with a word on what happened and a way back.
import { holds, onBasket, toggle, type Outcome } from "./basket.js";
import { element } from "./page.js";

const BEFORE_INSIDE: readonly Outcome[] = ["removed", "full"];
const BEFORE_OUTSIDE: readonly Outcome[] = ["added", "unsaved"];
const WORDS = [...BEFORE_INSIDE, ...BEFORE_OUTSIDE];

export class BasketButton {
  private readonly button: HTMLElement;
  private readonly undo: HTMLElement;

  /** `root` comes from the template portal/tools/basket.html. */
  constructor(
    private readonly root: HTMLElement,
    private identifier: string,
  ) {
    this.button = element('[data-action="basket"]', root);
    this.undo = element('[data-action="basket-undo"]', root);
    this.button.addEventListener("click", () => {
      this.change();
    });
    this.undo.addEventListener("click", () => {
      this.change();
      this.button.focus();
    });
    onBasket(() => {
      this.describe();
    });
    root.hidden = false;
  }

  /** The button now speaks of another parcel. */
  show(identifier: string): void {
    this.identifier = identifier;
    this.say(null);
    this.describe();
  }

  private change(): void {
    this.say(toggle(this.identifier));
  }

  private describe(): void {
    const inside = holds(this.identifier);
    this.part("put-in").hidden = inside;
    this.part("take-out").hidden = !inside;
    // What another tab did since contradicts the last word here.
    for (const word of inside ? BEFORE_INSIDE : BEFORE_OUTSIDE) this.part(word).hidden = true;
    if (inside) this.undo.hidden = true;
  }

  private say(outcome: Outcome | null): void {
    for (const word of WORDS) this.part(word).hidden = word !== outcome;
    this.undo.hidden = outcome !== "removed";
  }

  private part(name: string): HTMLElement {
    return element(`[data-part="${name}"]`, this.root);
  }
}
