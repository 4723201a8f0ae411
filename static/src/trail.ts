// The page's address follows the map; Back undoes what was chosen, not each movement.
import { addressOf, type MapState, type Place } from "./address.js";

// Browsers refuse addresses written too often; a held arrow key would do that.
const PAUSE = 120;

export class Trail {
  private waiting = 0;

  constructor(private readonly state: () => MapState & { place: Place }) {
    window.addEventListener("pagehide", () => {
      if (this.waiting !== 0) this.write(false);
    });
  }

  /** Something was chosen: one step for Back. */
  step(): void {
    this.write(true);
  }

  /** The map moved: the address of this step. */
  follow(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.write(false);
    }, PAUSE);
  }

  private write(step: boolean): void {
    window.clearTimeout(this.waiting);
    this.waiting = 0;
    const { place, ...also } = this.state();
    const address = addressOf(place, also);
    if (step) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
    // The language switch comes back to what is seen now.
    document.querySelector('input[name="next"]')?.setAttribute("value", `${window.location.pathname}${address}`);
  }
}
