// What the pointer does on the editor's map: moving corners, taking them away, drawing an area to add, take off or cut.
import type Feature from "ol/Feature.js";
import type Map from "ol/Map.js";
import { altKeyOnly, never, primaryAction, singleClick } from "ol/events/condition.js";
import type Geometry from "ol/geom/Geometry.js";
import type Interaction from "ol/interaction/Interaction.js";
import DragZoom from "ol/interaction/DragZoom.js";
import Draw from "ol/interaction/Draw.js";
import Modify from "ol/interaction/Modify.js";
import VectorSource from "ol/source/Vector.js";

import { element, text } from "./page.js";

export type Mode = "move" | "erase" | "parcel" | "replace" | "replace-line" | "replace-point" | "add" | "subtract" | "cut";
/** What a finished drawing is for. */
export type DrawingUse = "replace" | "add" | "subtract" | "cut";

const DRAWN = {
  replace: "Polygon",
  "replace-line": "LineString",
  "replace-point": "Point",
  add: "Polygon",
  subtract: "Polygon",
  cut: "LineString",
} as const;

interface Listener {
  onEdited: (geometry: Geometry) => void;
  onDrawn: (use: DrawingUse, geometry: Geometry) => void;
  /** While it is still being drawn or moved; null: nothing is. */
  onSketch: (geometry: Geometry | null) => void;
  /** After the tools of a mode are on the map. */
  onMode: (mode: Mode) => void;
}

export class ShapeTools {
  mode: Mode = "move";
  private current: Interaction | null = null;

  constructor(
    private readonly map: Map,
    private readonly shape: VectorSource,
    private readonly listener: Listener,
  ) {
    // Shift holds off the drawing to boundaries here.
    const zooming = map.getInteractions().getArray().filter((one) => one instanceof DragZoom);
    for (const one of zooming) map.removeInteraction(one);
    for (const button of this.buttons) {
      button.addEventListener("click", () => {
        this.choose(button.dataset.mode as Mode);
      });
    }
    element('[data-action="undo-point"]').addEventListener("click", () => {
      this.takeBackPoint();
    });
    element('[data-action="finish-drawing"]').addEventListener("click", () => {
      if (this.current instanceof Draw) this.current.finishDrawing();
    });
  }

  private get buttons(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>("[data-mode]")];
  }

  /** Whether a drawing is under way whose last point can be taken back. */
  get isDrawing(): boolean {
    return this.current instanceof Draw && this.current.getOverlay().getSource()?.getFeatures().length !== 0;
  }

  takeBackPoint(): void {
    if (this.current instanceof Draw) this.current.removeLastPoint();
  }

  /** Gives up what is being drawn; the drawing tool stays at hand. */
  abort(): void {
    if (this.current instanceof Draw) this.current.abortDrawing();
    this.listener.onSketch(null);
  }

  choose(mode: Mode): void {
    this.mode = mode;
    if (this.current !== null) this.map.removeInteraction(this.current);
    this.current = this.made(mode);
    if (this.current !== null) this.map.addInteraction(this.current);
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    const isLine = mode in DRAWN && mode !== "replace-point";
    for (const name of ["undo-point", "finish-drawing"]) element(`[data-action="${name}"]`).hidden = !isLine;
    element('[data-field="mode"]').textContent = text(`mode-${mode}`);
    this.listener.onSketch(null);
    this.listener.onMode(mode);
  }

  private made(mode: Mode): Interaction | null {
    if (mode === "parcel") return null;
    if (mode === "move" || mode === "erase") return this.modify(mode === "erase");
    return this.draw(mode);
  }

  private modify(erases: boolean): Modify {
    const modify = new Modify({
      source: this.shape,
      pixelTolerance: 12,
      condition: primaryAction,
      insertVertexCondition: erases ? never : () => true,
      deleteCondition: (event) => singleClick(event) && (erases || altKeyOnly(event)),
    });
    modify.on("modifystart", ({ features }) => {
      features.forEach((feature) => {
        this.follow(feature);
      });
    });
    modify.on("modifyend", ({ features }) => {
      const geometry = features.item(0).getGeometry();
      this.listener.onSketch(null);
      if (geometry !== undefined) this.listener.onEdited(geometry);
    });
    return modify;
  }

  private draw(mode: Exclude<Mode, "move" | "erase" | "parcel">): Draw {
    const draw = new Draw({
      type: DRAWN[mode],
      source: new VectorSource(),
      freehandCondition: never,
      condition: (event) => !altKeyOnly(event),
      snapTolerance: 10,
    });
    draw.on("drawstart", ({ feature }) => {
      this.follow(feature);
    });
    draw.on("drawend", ({ feature }) => {
      const geometry = feature.getGeometry();
      this.listener.onSketch(null);
      if (geometry === undefined) return;
      this.listener.onDrawn(mode.startsWith("replace") ? "replace" : (mode as DrawingUse), geometry);
    });
    return draw;
  }

  private follow(feature: Feature): void {
    const geometry = feature.getGeometry();
    geometry?.on("change", () => {
      this.listener.onSketch(geometry);
    });
  }
}
