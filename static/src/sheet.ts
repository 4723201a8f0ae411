// On a phone the card and the list are a sheet over the map: three heights, by finger, button or key.
import { element } from "./page.js";

const HEIGHTS = ["low", "half", "full"] as const;
type Height = (typeof HEIGHTS)[number];

// A finger that moved less than this has pressed, not dragged.
const STILL = 8;

export class Sheet {
  private readonly root = element("#sheet");
  private readonly body = element(".sheet-body", this.root);
  private readonly handle = element(".sheet-handle", this.root);
  private readonly intro = element('[data-part="intro"]');
  private dragged = false;

  constructor(private readonly map: HTMLElement) {
    this.setHeight("half");
    this.handle.addEventListener("pointerdown", (event) => {
      this.drag(event);
    });
    this.handle.addEventListener("click", () => {
      if (!this.dragged) this.setHeight(this.height === "half" ? "full" : "half");
    });
    this.handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.setHeight(HEIGHTS[HEIGHTS.indexOf(this.height) + step] ?? this.height);
    });
  }

  /** How many pixels of the map's bottom it covers: none beside the map. */
  get covered(): number {
    const sheet = this.root.getBoundingClientRect();
    const frame = this.map.getBoundingClientRect();
    const over = sheet.height > 0 && sheet.left < frame.right && sheet.right > frame.left;
    return over ? Math.max(0, frame.bottom - Math.max(sheet.top, frame.top)) : 0;
  }

  /** Shown from its top at the usual height, or away, when a few words stand in its place. */
  show(shown: boolean): void {
    this.root.hidden = !shown;
    this.intro.hidden = shown;
    this.body.scrollTop = 0;
    if (shown) this.setHeight("half");
  }

  private get height(): Height {
    return HEIGHTS.find((height) => height === this.root.dataset.height) ?? "half";
  }

  private setHeight(height: Height): void {
    this.root.dataset.height = height;
    this.root.style.height = "";
    this.handle.setAttribute("aria-expanded", String(height !== "low"));
  }

  private drag({ pointerId, clientY }: PointerEvent): void {
    const before = this.root.offsetHeight;
    this.dragged = false;
    this.handle.setPointerCapture(pointerId);
    const move = (event: PointerEvent) => {
      this.dragged ||= Math.abs(event.clientY - clientY) > STILL;
      if (this.dragged) this.root.style.height = `${before + clientY - event.clientY}px`;
    };
    const drop = () => {
      this.handle.removeEventListener("pointermove", move);
      if (this.dragged) this.setHeight(this.nearest());
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  /** The height whose share of the window is nearest to where the finger let go. */
  private nearest(): Height {
    const share = this.root.offsetHeight / window.innerHeight;
    if (share < 0.3) return "low";
    return share < 0.62 ? "half" : "full";
  }
}
