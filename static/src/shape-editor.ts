// The clerk's editor of a case's shape: drawn on the map, typed as a list, read from a file; what is saved is its form.
import type { Coordinate } from "ol/coordinate.js";
import type { Extent } from "ol/extent.js";

import { makeChart, zoomBy, type Chart } from "./chart.js";
import { resolutionAt } from "./grid.js";
import { element, onAction, readJson } from "./page.js";
import { geometryOf, ShapeBoard, shapeOf, type LayerName } from "./shape-board.js";
import { sameShape, ShapeHistory, type Shape } from "./shape-history.js";
import { shortcut } from "./shape-keys.js";
import { nameParcels } from "./shape-parcels.js";
import { ShapePanel } from "./shape-panel.js";
import { ShapeServer, type Piece, type SheetAnswer } from "./shape-server.js";
import { ShapeSnap } from "./shape-snap.js";
import { ShapeTools, type DrawingUse } from "./shape-tools.js";
import { watchOthers } from "./shape-watch.js";

interface EditorConfig {
  tiles: string;
  extent: Extent;
  parcel_at: string;
  work: string;
  targets: string;
  watch: string;
  layers: Partial<Record<LayerName, Shape[]>>;
  sheet: SheetAnswer;
}

const CLOSEST_FIT = 16;
// A pause in typing after which the list is read.
const TYPING_MS = 600;
// The list of coordinates is told to the server for each of these.
const DRAWN = "drawn";
const AMENDED = "amended";

class Editor {
  private readonly form = element("#shape-form") as HTMLFormElement;
  private readonly chart: Chart;
  private readonly board: ShapeBoard;
  private readonly server: ShapeServer;
  private readonly panel: ShapePanel;
  private readonly history: ShapeHistory;
  private readonly tools: ShapeTools;
  private pieces: readonly Piece[] = [];
  private candidates: readonly Shape[] = [];
  private typing = 0;
  private isLeaving = false;
  private readonly keys: Readonly<Record<string, () => void>> = {
    escape: () => {
      this.tools.abort();
    },
    undo: () => {
      this.undo();
    },
    redo: () => {
      this.redo();
    },
  };

  constructor(private readonly config: EditorConfig) {
    this.chart = makeChart(element("#map"), config.tiles, config.extent);
    const { map } = this.chart;
    map.getView().fit(config.extent, { padding: [40, 40, 40, 40], minResolution: resolutionAt(CLOSEST_FIT) });
    this.board = new ShapeBoard(map);
    for (const [name, shapes] of Object.entries(config.layers)) this.board.show(name as LayerName, shapes);
    this.server = new ShapeServer(config.work, this.form);
    this.panel = new ShapePanel(
      (place) => {
        this.lookAt(place);
      },
      () => {
        this.highlight();
      },
    );
    const snap = new ShapeSnap(map, config.targets, this.board.sources.shape);
    this.history = new ShapeHistory({ shape: config.sheet.shape, source: config.sheet.source });
    this.tools = new ShapeTools(map, this.board.sources.shape, {
      onEdited: (geometry) => {
        this.change(shapeOf(geometry), AMENDED);
      },
      onDrawn: (use, geometry) => {
        this.drawn(use, shapeOf(geometry));
      },
      onSketch: (geometry) => {
        this.panel.showSketch(geometry);
      },
      onMode: (mode) => {
        snap.comeFirst(mode === "add" || mode === "subtract" || mode === "cut");
      },
    });
    this.take(config.sheet, true);
    this.tools.choose(config.sheet.shape === null ? "replace" : "move");
    this.followForm();
    this.followKeys();
    this.followMap();
  }

  private followMap(): void {
    const { map } = this.chart;
    nameParcels(map, this.config.parcel_at, () => this.tools.mode === "parcel");
    onAction("zoom-in", () => {
      zoomBy(map, 1);
    });
    onAction("zoom-out", () => {
      zoomBy(map, -1);
    });
    onAction("undo", () => {
      this.undo();
    });
    onAction("redo", () => {
      this.redo();
    });
  }

  private followForm(): void {
    this.form.addEventListener("submit", (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      const act = button?.name === "do" ? button.value : "check";
      if (act === "save") {
        this.isLeaving = true;
        (element('[name="shape"]', this.form) as HTMLInputElement).value = this.drawnShape();
        return;
      }
      event.preventDefault();
      void this.ask({ do: act }, act === "check");
    });
    this.panel.list.addEventListener("input", () => {
      this.panel.isListNewer = true;
      window.clearTimeout(this.typing);
      this.typing = window.setTimeout(() => {
        void this.ask({ do: "check" }, true);
      }, TYPING_MS);
    });
    element('[name="system"]').addEventListener("change", () => void this.ask({ do: "check" }, false));
    window.addEventListener("beforeunload", (event) => {
      if (this.history.isChanged && !this.isLeaving) event.preventDefault();
    });
  }

  private followKeys(): void {
    document.addEventListener("keydown", (event) => {
      const act = this.keys[shortcut(event)];
      if (act === undefined) return;
      event.preventDefault();
      act();
    });
  }

  /** The last point of a drawing under way, else the last change. */
  private undo(): void {
    if (this.tools.isDrawing) {
      this.tools.takeBackPoint();
      return;
    }
    this.history.undo();
    this.refresh();
  }

  private redo(): void {
    this.history.redo();
    this.refresh();
  }

  private refresh(): void {
    this.panel.isListNewer = false;
    this.draw();
    (element('[name="source"]') as HTMLSelectElement).value = this.history.now.source;
    void this.ask({ do: "check" }, false);
  }

  private drawn(use: DrawingUse, shape: Shape): void {
    if (use === "replace") {
      this.change(shape, DRAWN);
      this.tools.choose("move");
    } else {
      void this.ask({ do: use, other_shape: JSON.stringify(shape) }, false);
    }
  }

  private change(shape: Shape, source: string): void {
    const kept = this.history.now.source === DRAWN ? DRAWN : source;
    this.history.push({ shape, source: kept });
    (element('[name="source"]') as HTMLSelectElement).value = kept;
    this.panel.isListNewer = false;
    this.draw();
    void this.ask({ do: "check" }, false);
  }

  /** What the map shows goes with the question, unless the list says something newer. */
  private async ask(instead: Record<string, string>, keepList: boolean): Promise<void> {
    window.clearTimeout(this.typing);
    const typed = this.panel.isListNewer ? this.panel.list.value : null;
    const answer = await this.server.ask({ shape: this.drawnShape(), ...instead });
    if (answer === "silent") this.panel.silent();
    // Typed on meanwhile: that will be asked about in its turn.
    if (typeof answer === "string" || (typed !== null && typed !== this.panel.list.value)) return;
    if (typed === null) {
      this.take(answer, false);
      return;
    }
    this.panel.isListNewer = answer.problems.length > 0;
    this.take(answer, keepList);
    this.lookAtAll();
  }

  private drawnShape(): string {
    const { shape } = this.history.now;
    return this.panel.isListNewer || shape === null ? "" : JSON.stringify(shape);
  }

  private take(answer: SheetAnswer, keepList: boolean): void {
    this.remember(answer);
    this.pieces = answer.pieces;
    this.candidates = answer.file.shapes;
    this.panel.show(answer, keepList || answer.problems.length > 0);
    this.board.mark((answer.look?.problems ?? []).flatMap(({ place }) => (place === null ? [] : [place])));
    this.draw();
    this.highlight();
    if (answer.pieces.length === 0 && this.tools.mode === "cut") this.tools.choose("move");
  }

  /** What differs by less than a millimetre was brought to the register's points: no change of its own. */
  private remember({ shape, source, problems }: SheetAnswer): void {
    if (sameShape(this.history.now.shape, shape)) this.history.refine({ shape, source });
    else if (problems.length === 0) this.history.push({ shape, source });
  }

  private draw(): void {
    this.board.show("shape", [this.history.now.shape]);
    for (const [name, allowed] of [["undo", this.history.canUndo], ["redo", this.history.canRedo]] as const) {
      // Not `disabled`: the focus would be lost with the button it is on.
      element(`[data-action="${name}"]`).setAttribute("aria-disabled", String(!allowed));
    }
  }

  /** Pieces and features of a file that are ticked; all of them while none is. */
  private highlight(): void {
    const ticked = (name: string) =>
      new Set([...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]:checked`)].map((tick) => Number(tick.value)));
    const chosen = <T>(all: readonly T[], name: string) => {
      const ticks = ticked(name);
      return ticks.size === 0 ? all : all.filter((_, index) => ticks.has(index));
    };
    this.board.show("pieces", chosen(this.pieces, "keep").map(({ shape }) => shape));
    this.board.show("candidates", chosen(this.candidates, "take"));
    if (this.candidates.length > 0) this.fit(this.board.sources.candidates.getExtent());
  }

  private lookAt(place: Coordinate): void {
    this.chart.map.getView().animate({ center: place, resolution: resolutionAt(CLOSEST_FIT), duration: 0 });
    element("#map").focus();
  }

  private lookAtAll(): void {
    const { shape } = this.history.now;
    if (shape !== null) this.fit(geometryOf(shape).getExtent());
  }

  private fit(extent: Extent | null): void {
    if (extent === null) return;
    this.chart.map.getView().fit(extent, { padding: [60, 60, 60, 60], minResolution: resolutionAt(CLOSEST_FIT) });
  }
}

const config = readJson("shape-config") as EditorConfig;
new Editor(config);
watchOthers(config.watch, element("#shape-form") as HTMLFormElement);
