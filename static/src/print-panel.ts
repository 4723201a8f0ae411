// Printing at a true scale: a frame on the map shows what the sheet will hold, and a link leads to its PDF.
import Feature from "ol/Feature.js";
import { buffer, containsExtent, getCenter, getHeight, getWidth, type Extent } from "ol/extent.js";
import Polygon, { fromExtent } from "ol/geom/Polygon.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style } from "ol/style.js";

import { PL_1992 } from "./grid.js";
import { element } from "./page.js";
import { withPalette, type Palette } from "./palette.js";
import type { Tool, Tools } from "./tool.js";

// Pixels between the frame and the edges of the free part of the map; the bar is above it.
const ROOM_UNDER_BAR = 64;
const ROOM_AT_EDGE = 16;
const DIMMED = "rgb(0 0 0 / 35%)";

function stylesIn(palette: Palette): Style[] {
  const dimmed = new Style({ fill: new Fill({ color: DIMMED }) });
  const casing = new Style({ stroke: new Stroke({ color: palette["selected-casing"], width: 5 }) });
  const line = new Style({ stroke: new Stroke({ color: palette.info, width: 2 }) });
  for (const style of [casing, line]) style.setGeometry((feature) => holeOf(feature as Feature<Polygon>));
  return [dimmed, casing, line];
}

/** What is printed is the hole in what is dimmed. */
function holeOf(feature: Feature<Polygon>): Polygon | undefined {
  const ring = feature.getGeometry()?.getLinearRing(1);
  return ring ? new Polygon([ring.getCoordinates()]) : undefined;
}

export class PrintPanel implements Tool {
  private readonly form: HTMLFormElement;
  private readonly link: HTMLAnchorElement;
  private readonly frame = new Feature<Polygon>();
  private readonly layer = new VectorLayer({ source: new VectorSource({ features: [this.frame] }), zIndex: 4 });
  private active = false;
  /** Once a person has chosen, nothing is chosen for them any more. */
  private settled = false;

  constructor(
    private readonly tools: Tools,
    private readonly panel: HTMLElement,
  ) {
    this.form = element("form", panel) as HTMLFormElement;
    this.link = element("a[data-pdf]", panel) as HTMLAnchorElement;
    withPalette((palette) => {
      this.layer.setStyle(stylesIn(palette));
    });
    this.form.addEventListener("change", () => {
      this.settled = true;
      this.follow();
      this.bringIntoView();
    });
    const { map } = tools.chart;
    map.on("change:size", () => {
      this.follow();
    });
    map.getView().on(["change:center", "change:resolution"] as never, () => {
      this.follow();
    });
    tools.onChosen(() => {
      this.follow();
    });
  }

  open(): HTMLElement {
    this.active = true;
    this.tools.chart.map.addLayer(this.layer);
    if (!this.settled) this.suitView();
    this.follow();
    this.bringIntoView();
    return element("#print-title", this.panel);
  }

  close(): void {
    this.active = false;
    this.tools.chart.map.removeLayer(this.layer);
  }

  /** Pixels that the panel hides of the map: of its right on a desk, of its bottom on a phone. */
  private covered(): { right: number; bottom: number } {
    const panel = this.panel.getBoundingClientRect();
    const frame = element("#map").getBoundingClientRect();
    const beside = panel.left - frame.left > frame.width / 3;
    return beside
      ? { right: frame.right - panel.left, bottom: 0 }
      : { right: 0, bottom: Math.max(0, frame.bottom - panel.top) };
  }

  /** What is seen of the map beside the panel. */
  private free(): Extent {
    const view = this.tools.chart.map.getView();
    const { right, bottom } = this.covered();
    const metres = view.getResolution() ?? 1;
    const [west = 0, south = 0, east = 0, north = 0] = view.calculateExtent();
    return [west, south + bottom * metres, east - right * metres, north];
  }

  private field(name: string): HTMLSelectElement {
    return element(`[name="${name}"]`, this.form) as HTMLSelectElement;
  }

  private get scale(): number {
    return Number(this.field("skala").value);
  }

  /** The map's part of the sheet at a scale, around the middle of what is seen. */
  private extentAt(scale: number): Extent {
    const paper = element(`[name="papier"] option[value="${this.field("papier").value}"]`, this.form);
    const sizes = paper.dataset[this.field("uklad").value] ?? "";
    const [width = 0, height = 0] = sizes.split("x").map((millimetres) => (Number(millimetres) / 1_000) * scale);
    const [easting = 0, northing = 0] = getCenter(this.free());
    return [easting - width / 2, northing - height / 2, easting + width / 2, northing + height / 2];
  }

  /** The way up of the view, and the smallest scale whose sheet lies within it: what is seen is what comes out. */
  private suitView(): void {
    const view = this.free();
    this.field("uklad").value = getWidth(view) > getHeight(view) ? "poziom" : "pion";
    const scales = [...this.field("skala").options].map((option) => Number(option.value)).sort((a, b) => b - a);
    const fitting = scales.find((scale) => containsExtent(view, this.extentAt(scale)));
    this.field("skala").value = String(fitting ?? scales.at(-1));
  }

  private follow(): void {
    if (!this.active) return;
    const sheet = fromExtent(this.extentAt(this.scale)).getCoordinates();
    const [around = []] = fromExtent(buffer(PL_1992.getExtent(), PL_1992.getExtent()[2] ?? 0)).getCoordinates();
    this.frame.setGeometry(new Polygon([around, ...sheet]));
    this.link.search = this.query();
  }

  private query(): string {
    const [easting = 0, northing = 0] = getCenter(this.free());
    const chosen = this.tools.chosen();
    const fields = ["skala", "papier", "uklad"].map((name) => `${name}=${encodeURIComponent(this.field(name).value)}`);
    const parcel = chosen === null ? [] : [`d=${encodeURIComponent(chosen).replaceAll("%2F", "/")}`];
    return `?${[`c=${easting.toFixed(1)},${northing.toFixed(1)}`, ...fields, ...parcel].join("&")}`;
  }

  private bringIntoView(): void {
    const sheet = this.extentAt(this.scale);
    if (containsExtent(this.free(), sheet)) return;
    const { right, bottom } = this.covered();
    const padding = [ROOM_UNDER_BAR, ROOM_AT_EDGE + right, ROOM_AT_EDGE + bottom, ROOM_AT_EDGE];
    this.tools.chart.map.getView().fit(sheet, { padding });
  }
}
