// Drawing to the registers' boundaries: exact coordinates of the server, a mark where the pointer holds on to one.
import Feature from "ol/Feature.js";
import type Map from "ol/Map.js";
import { buffer, containsExtent, getHeight, getWidth, type Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import Point from "ol/geom/Point.js";
import Snap from "ol/interaction/Snap.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, RegularShape, Stroke, Style } from "ol/style.js";

import { element, text } from "./page.js";
import { withPalette } from "./palette.js";

const REACH_PIXELS = 12;
// The server refuses a wider box; what lies beside the view is fetched ahead.
const WIDEST_M = 2_400;
const format = new GeoJSON();

export class ShapeSnap {
  private readonly registers = new VectorSource();
  private readonly snap = new Snap({ source: this.registers, pixelTolerance: REACH_PIXELS });
  private readonly own: Snap;
  private readonly marks = new VectorSource();
  private readonly said = element('[data-field="snap"]');
  private readonly tick = element('[data-part="snap"]') as HTMLInputElement;
  private known: Extent | null = null;
  private underWay = new AbortController();
  private isHeld = false;

  constructor(
    private readonly map: Map,
    private readonly address: string,
    shape: VectorSource,
  ) {
    this.own = new Snap({ source: shape, pixelTolerance: REACH_PIXELS });
    this.addMarks();
    for (const snap of [this.snap, this.own]) {
      snap.on("snap", ({ feature, segment, vertex }) => {
        this.mark(vertex, segment === null, feature);
      });
      snap.on("unsnap", () => {
        this.unmark();
      });
    }
    this.tick.addEventListener("change", () => {
      this.update();
    });
    this.followShift();
    map.on("moveend", () => {
      void this.load();
    });
    void this.load();
  }

  /**
   * Over all other interactions, as the last one added hears the pointer first. Where both find something the
   * register's boundary, which hears it later, is the one that counts; a shape that is moved holds on to no self.
   */
  comeFirst(withOwn: boolean): void {
    for (const snap of [this.snap, this.own]) this.map.removeInteraction(snap);
    this.map.addInteraction(this.snap);
    if (withOwn) this.map.addInteraction(this.own);
    this.update();
  }

  private followShift(): void {
    for (const [name, held] of [["keydown", true], ["keyup", false]] as const) {
      document.addEventListener(name, (event) => {
        if (event.key !== "Shift") return;
        this.isHeld = held;
        this.update();
      });
    }
    window.addEventListener("blur", () => {
      this.isHeld = false;
      this.update();
    });
  }

  private update(): void {
    const active = this.tick.checked && !this.isHeld;
    for (const snap of [this.snap, this.own]) snap.setActive(active);
    if (!active) this.unmark();
  }

  private addMarks(): void {
    const layer = new VectorLayer({ source: this.marks, zIndex: 20 });
    withPalette((palette) => {
      const rings = [7, 3].map((width) => new Stroke({ color: width === 7 ? palette["selected-casing"] : palette.selected, width }));
      const corner = rings.map((stroke) => new Style({ image: new RegularShape({ points: 4, radius: 12, angle: Math.PI / 4, stroke }) }));
      const edge = rings.map((stroke) => new Style({ image: new Circle({ radius: 8, stroke }) }));
      layer.setStyle((feature) => (feature.get("corner") === true ? corner : edge));
    });
    this.map.addLayer(layer);
  }

  private mark(place: number[] | null, isCorner: boolean, feature: Feature | null): void {
    this.marks.clear(true);
    if (place === null) return;
    const found = new Feature(new Point(place));
    found.set("corner", isCorner);
    this.marks.addFeature(found);
    const label = String(feature?.get("label") ?? "");
    const kind = String(feature?.get("kind") ?? "own");
    this.said.textContent = `${text(isCorner ? "snap-corner" : "snap-edge")} ${text(`snap-${kind}`)} ${label}`.trim();
  }

  private unmark(): void {
    this.marks.clear(true);
    this.said.textContent = "";
  }

  private async load(): Promise<void> {
    const view = this.map.getView().calculateExtent(this.map.getSize());
    const isNear = Math.max(getWidth(view), getHeight(view)) <= WIDEST_M;
    element('[data-part="snap-far"]').hidden = isNear;
    if (!isNear || (this.known !== null && containsExtent(this.known, view))) return;
    const box = buffer(view, (WIDEST_M - Math.max(getWidth(view), getHeight(view))) / 8);
    this.underWay.abort();
    const mine = (this.underWay = new AbortController());
    try {
      const response = await fetch(`${this.address}?bbox=${box.join(",")}`, { signal: mine.signal });
      if (!response.ok) return;
      const features = format.readFeatures(await response.json()) as Feature[];
      this.registers.clear();
      this.registers.addFeatures(features);
      this.known = box;
      this.tick.dataset.loaded = String(features.length);
    } catch {
      // Without the register's boundaries one draws by hand; the next movement of the map asks again.
    }
  }
}
