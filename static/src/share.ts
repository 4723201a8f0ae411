// Sharing what is seen: a link to copy or send, its QR code, and the coordinates of the map's middle.
import { copy } from "./clipboard.js";
import { element } from "./page.js";
import type { Tool, Tools } from "./tool.js";
import { pl2000, PL_1992_PLANE, toGeographic, toPlane, zoneOf } from "./transverse-mercator.js";

export class Share implements Tool {
  private readonly link: HTMLInputElement;
  private readonly code: HTMLImageElement;

  constructor(
    private readonly tools: Tools,
    private readonly panel: HTMLDialogElement,
  ) {
    this.link = element("#share-link", panel) as HTMLInputElement;
    this.code = element("[data-part=code]", panel) as HTMLImageElement;
    this.code.addEventListener("load", () => {
      this.showCode(true);
    });
    this.code.addEventListener("error", () => {
      this.showCode(false);
    });
    // A click beside the dialog is on its backdrop, which is the dialog itself.
    panel.addEventListener("click", (event) => {
      if (event.target === panel) panel.dispatchEvent(new Event("tool-leave"));
    });
    this.offerCopying();
    this.offerSending();
  }

  open(): HTMLElement {
    const { origin, search } = window.location;
    const path = `${this.panel.dataset.path ?? "/"}${search}`;
    this.link.value = `${origin}${path}`;
    this.code.src = `${this.code.dataset.address ?? ""}${encodeURIComponent(path)}`;
    this.setMail();
    this.writeCoordinates();
    this.say(null);
    return element("#share-title", this.panel);
  }

  close(): void {
    this.say(null);
  }

  private showCode(shown: boolean): void {
    element("[data-part=code-figure]", this.panel).hidden = !shown;
  }

  private setMail(): void {
    const mail = this.panel.querySelector<HTMLAnchorElement>("a[data-subject]");
    if (mail === null) return;
    const subject = encodeURIComponent(mail.dataset.subject ?? "");
    mail.href = `mailto:?subject=${subject}&body=${encodeURIComponent(this.link.value)}`;
  }

  private writeCoordinates(): void {
    const [easting, northing] = this.tools.place().center;
    const [longitude, latitude] = toGeographic([easting, northing], PL_1992_PLANE);
    const zone = zoneOf(longitude);
    const [y, x] = toPlane([longitude, latitude], pl2000(zone));
    this.write("zone", String(zone));
    this.write("pl1992", `${northing.toFixed(1)} ${easting.toFixed(1)}`);
    this.write("pl2000", `${x.toFixed(1)} ${y.toFixed(1)}`);
    this.write("wgs84", `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`);
  }

  private write(field: string, text: string): void {
    element(`[data-field="${field}"]`, this.panel).textContent = text;
  }

  private offerCopying(): void {
    for (const button of this.panel.querySelectorAll<HTMLElement>("[data-copies]")) {
      const source = element(`#${button.dataset.copies ?? ""}`, this.panel);
      button.addEventListener("click", () => {
        void copy(source).then((copied) => {
          this.say(copied ? "copied" : "selected");
        });
      });
    }
  }

  private offerSending(): void {
    const button = this.panel.querySelector<HTMLElement>('[data-action="send"]');
    if (button === null || !("share" in navigator)) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      // Whoever closes the system's own panel has changed their mind; nothing is to be said.
      navigator.share({ title: document.title, url: this.link.value }).catch(() => undefined);
    });
  }

  private say(what: "copied" | "selected" | null): void {
    for (const part of this.panel.querySelectorAll<HTMLElement>("[data-said]")) {
      part.hidden = part.dataset.said !== what;
    }
  }
}
