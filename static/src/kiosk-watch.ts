// Is anyone still there? A warning, a countdown that is also said, then the start page and nothing left behind.
import { element } from "./page.js";
import { forget, hasTraces, type Kiosk } from "./kiosk-visit.js";

interface Seconds {
  idle: number;
  countdown: number;
}

const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "wheel", "keydown", "input", "scroll"];
// Screen readers hear these; every second would drown the rest.
const SAID_AT = [10, 5];
const TRY_AGAIN_MS = 10_000;

export class IdleWatch {
  private timer = 0;
  private left = 0;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly kiosk: Kiosk,
    private readonly seconds: Seconds,
  ) {
    for (const sign of SIGNS_OF_LIFE) {
      document.addEventListener(
        sign,
        () => {
          if (!dialog.open) this.wait();
        },
        { passive: true, capture: true },
      );
    }
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (!dialog.classList.contains("is-over")) this.stay();
    });
    element('[data-action="stay"]', dialog).addEventListener("click", () => {
      this.stay();
    });
    element('[data-action="leave"]', dialog).addEventListener("click", () => void this.leave());
    this.wait();
  }

  private wait(): void {
    this.after(this.seconds.idle, () => {
      if (this.kiosk.isStart) this.tidy();
      else this.warn();
    });
  }

  private after(seconds: number, act: () => void): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(act, seconds * 1000);
  }

  /** On the start page there is nobody to ask, but perhaps something to forget or a language to put back. */
  private tidy(): void {
    if (hasTraces() || this.kiosk.root !== this.kiosk.start) void this.leave();
    else this.wait();
  }

  private warn(): void {
    this.left = this.seconds.countdown;
    this.part("remaining").hidden = true;
    this.field("seconds").textContent = String(this.left);
    this.dialog.showModal();
    this.after(1, () => {
      this.count();
    });
  }

  private count(): void {
    this.left -= 1;
    this.field("seconds").textContent = String(this.left);
    if (this.left <= 0) {
      void this.leave();
      return;
    }
    if (SAID_AT.includes(this.left)) {
      this.field("remaining").textContent = String(this.left);
      this.part("remaining").hidden = false;
    }
    this.after(1, () => {
      this.count();
    });
  }

  private stay(): void {
    this.dialog.close();
    this.wait();
  }

  /** The start page is asked for first: a browser's own error page would stay on the screen for ever. */
  private async leave(): Promise<void> {
    window.clearTimeout(this.timer);
    forget();
    const isThere = await fetch(this.kiosk.start, { method: "HEAD", cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) {
      window.location.replace(this.kiosk.end);
      return;
    }
    this.cover();
    window.setTimeout(() => void this.leave(), TRY_AGAIN_MS);
  }

  /** Hides what was looked up while there is nowhere to go. */
  private cover(): void {
    this.dialog.classList.add("is-over");
    this.part("warning").hidden = true;
    this.part("unreachable").hidden = false;
    if (!this.dialog.open) this.dialog.showModal();
  }

  private field(name: string): HTMLElement {
    return element(`[data-field="${name}"]`, this.dialog);
  }

  private part(name: string): HTMLElement {
    return element(`[data-part="${name}"]`, this.dialog);
  }
}
