// Measuring on the map: by click, tap, keyboard or typed coordinates; parcels are not chosen meanwhile.
import type { Coordinate } from "ol/coordinate.js";
import { boundingExtent } from "ol/extent.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";

import { nearestCorner } from "./corners.js";
import { resolutionAt } from "./grid.js";
import { closed } from "./ground.js";
import { MeasureDrawing } from "./measure-drawing.js";
import { figuresOf, Measurement, type Kind } from "./measurement.js";
import { element } from "./page.js";
import { Quantities } from "./quantities.js";
import { readPoints } from "./typed-points.js";
import type { Tool, Tools } from "./tool.js";

const CLOSEST_FIT = 16;
// Pixels: a finger or a double click lands this near to a point and means the same one.
const SAME_POINT = 10;

export class Measure implements Tool {
  private readonly measurement = new Measurement();
  private readonly quantities: Quantities;
  private readonly drawing: MeasureDrawing;
  private readonly target = element("#map");
  private active = false;
  /** Where the next point would be: under the mouse, or in the middle of the map for the keyboard. */
  private ahead: Coordinate | null = null;

  constructor(
    private readonly tools: Tools,
    private readonly panel: HTMLElement,
  ) {
    this.quantities = new Quantities(tools.language);
    this.drawing = new MeasureDrawing(this.quantities);
    this.followMap();
    this.followKeys();
    this.followPanel();
  }

  open(): HTMLElement {
    this.active = true;
    this.tools.holdClicks(true);
    this.tools.chart.map.addLayer(this.drawing.layer);
    this.target.classList.add("is-measuring");
    this.update();
    return this.target;
  }

  close(): void {
    this.active = false;
    this.ahead = null;
    this.measurement.forget();
    this.tools.holdClicks(false);
    this.tools.chart.map.removeLayer(this.drawing.layer);
    this.target.classList.remove("is-measuring");
    this.mistake(null);
  }

  private followMap(): void {
    const { map } = this.tools.chart;
    map.on("click", (event) => {
      if (this.active) this.add(this.placeOf(event));
    });
    map.on("dblclick", (event) => {
      // The map would come closer; the second click has finished the figure already.
      if (this.active) event.stopPropagation();
    });
    map.on("pointermove", (event) => {
      if (!this.active || event.dragging) return;
      this.lookAhead((event.originalEvent as PointerEvent).pointerType === "touch" ? null : this.placeOf(event));
    });
    map.getView().on(["change:center", "change:resolution"] as never, () => {
      if (this.active && this.target.matches(":focus-visible")) this.lookAhead(this.tools.place().center);
    });
  }

  /** Heard before the map hears them: there Enter chooses a parcel and Escape closes its card. */
  private followKeys(): void {
    const acts: Readonly<Record<string, () => void>> = {
      Enter: () => {
        this.add(this.tools.place().center);
      },
      Backspace: () => {
        this.change(() => {
          this.measurement.undo();
        });
      },
      Escape: () => {
        this.cancel();
      },
    };
    this.target.parentElement?.addEventListener(
      "keydown",
      (event) => {
        const act = acts[event.key];
        if (!this.active || event.target !== this.target || act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      },
      { capture: true },
    );
  }

  private followPanel(): void {
    const buttons: Readonly<Record<string, () => void>> = {
      "measure-undo": () => {
        this.measurement.undo();
      },
      "measure-finish": () => {
        this.measurement.finish();
      },
      "measure-clear": () => {
        this.measurement.clear();
      },
    };
    for (const [action, act] of Object.entries(buttons)) {
      element(`[data-action="${action}"]`, this.panel).addEventListener("click", () => {
        this.change(act);
      });
    }
    for (const choice of this.panel.querySelectorAll<HTMLInputElement>('input[name="measure-kind"]')) {
      choice.addEventListener("change", () => {
        this.change(() => {
          this.measurement.kind = choice.value as Kind;
        });
      });
    }
    element(".typed form", this.panel).addEventListener("submit", (event) => {
      event.preventDefault();
      this.readTyped();
    });
  }

  /** A corner of a parcel or a house near the pointer is meant exactly. */
  private placeOf(event: MapBrowserEvent): Coordinate {
    return nearestCorner(this.tools.chart, event.coordinate) ?? event.coordinate;
  }

  /** A point set twice ends the figure, so does an area's first one; that is a double click too. */
  private add(point: Coordinate): void {
    const { points, finished, kind } = this.measurement;
    const reach = SAME_POINT * (this.tools.chart.map.getView().getResolution() ?? 1);
    const ends = [points.at(-1), kind === "area" && points.length > 2 ? points[0] : undefined];
    const again = !finished && ends.some((end) => end !== undefined && apart(end, point) < reach);
    this.change(() => {
      if (again) this.measurement.finish();
      else this.measurement.add(point);
    });
  }

  /** Escape gives up a figure under way, then the tool. */
  private cancel(): void {
    if (this.measurement.points.length === 0 || this.measurement.finished) {
      this.panel.dispatchEvent(new Event("tool-leave"));
      return;
    }
    this.change(() => {
      this.measurement.clear();
    });
  }

  private change(act: () => void): void {
    act();
    this.ahead = null;
    this.update();
    this.announce();
  }

  private lookAhead(point: Coordinate | null): void {
    this.ahead = point;
    if (!this.measurement.finished && this.measurement.points.length > 0) this.update();
  }

  private update(): void {
    const { points, finished, kind, untouched } = this.measurement;
    const seen = finished || this.ahead === null ? points : [...points, this.ahead];
    this.drawing.show(points.length === 0 ? [] : seen, kind);
    this.write("measured", points.length === 0 ? [] : seen);
    element("[data-part=measure-area]", this.panel).hidden = kind !== "area";
    element("[data-part=length-name]", this.panel).hidden = kind === "area";
    element("[data-part=perimeter-name]", this.panel).hidden = kind !== "area";
    this.offerExtract(kind === "area" && finished ? points : []);
    this.allow("measure-undo", !untouched);
    this.allow("measure-finish", points.length > 1 && !finished);
    this.allow("measure-clear", points.length > 0);
  }

  /** Told politely, and only of points that were set, not of every movement of the pointer. */
  private announce(): void {
    this.field("spoken-points").textContent = String(this.measurement.points.length);
    element("[data-part=spoken]", this.panel).hidden = false;
    element("[data-part=spoken-area]", this.panel).hidden = this.measurement.kind !== "area";
    this.write("spoken", this.measurement.points);
  }

  private write(prefix: string, points: readonly Coordinate[]): void {
    const { length, area, crossed } = figuresOf(points, this.measurement.kind);
    this.field(`${prefix}-length`).textContent = this.quantities.length(length);
    this.field(`${prefix}-area`).textContent = area === null ? "–" : this.quantities.area(area);
    element("[data-part=crossed]", this.panel).hidden = !crossed;
  }

  /** A finished area can be asked about; the form posts it as it was measured. The kiosk has none. */
  private offerExtract(points: readonly Coordinate[]): void {
    const form = this.panel.querySelector<HTMLFormElement>(".measured-area");
    if (form === null) return;
    form.hidden = points.length < 3;
    (element("input", form) as HTMLInputElement).value = form.hidden ? "" : wktOf(points);
  }

  private readTyped(): void {
    const typed = readPoints((element("textarea", this.panel) as HTMLTextAreaElement).value);
    if (typeof typed === "string" || "line" in typed) {
      this.mistake(typeof typed === "string" ? typed : "line");
      this.field("mistake-line").textContent = typeof typed === "string" ? "" : String(typed.line);
      element("textarea", this.panel).focus();
      return;
    }
    this.mistake(null);
    this.change(() => {
      this.measurement.replace(typed);
    });
    const padding = [60, 60, 60, 60];
    this.tools.chart.map.getView().fit(boundingExtent(typed), { padding, minResolution: resolutionAt(CLOSEST_FIT) });
  }

  private mistake(which: "line" | "few" | "many" | null): void {
    for (const part of this.panel.querySelectorAll<HTMLElement>("[data-mistake]")) {
      part.hidden = part.dataset.mistake !== which;
    }
    element("textarea", this.panel).setAttribute("aria-invalid", String(which !== null));
  }

  private field(name: string): HTMLElement {
    return element(`[data-field="${name}"]`, this.panel);
  }

  /** Not `disabled`: the focus would be lost with the button it is on. */
  private allow(action: string, allowed: boolean): void {
    element(`[data-action="${action}"]`, this.panel).setAttribute("aria-disabled", String(!allowed));
  }
}

function apart([x1 = 0, y1 = 0]: Coordinate, [x2 = 0, y2 = 0]: Coordinate): number {
  return Math.hypot(x2 - x1, y2 - y1);
}

/** EPSG:2180, easting first, which is the map's own plane. */
function wktOf(points: readonly Coordinate[]): string {
  const pairs = closed(points).map(([x = 0, y = 0]) => `${x.toFixed(2)} ${y.toFixed(2)}`);
  return `POLYGON((${pairs.join(",")}))`;
}
