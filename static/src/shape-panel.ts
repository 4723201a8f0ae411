// The panel beside the editor's map: the list of coordinates, what the shape is and what is wrong with it, choices.
import type { Coordinate } from "ol/coordinate.js";
import LineString from "ol/geom/LineString.js";
import type Geometry from "ol/geom/Geometry.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Polygon from "ol/geom/Polygon.js";

import { areaOf, closed, crossesItself, lengthOf } from "./ground.js";
import { element, make, text } from "./page.js";
import { Quantities } from "./quantities.js";
import type { FileFound, Look, Piece, SheetAnswer } from "./shape-server.js";

// More sides would make every movement of the pointer slow; the server's word comes anyway.
const MOST_CROSSING_SIDES = 400;

function field(name: string): HTMLInputElement {
  return element(`[name="${name}"]`) as HTMLInputElement;
}

function fill(name: string, words: string): void {
  element(`[data-field="${name}"]`).textContent = words;
}

function hidden(name: string, value: string): HTMLInputElement {
  const made = document.createElement("input");
  Object.assign(made, { type: "hidden", name, value });
  return made;
}

function choice(name: string, index: number, words: string): HTMLElement {
  const tick = document.createElement("input");
  Object.assign(tick, { type: "checkbox", name, value: String(index) });
  return make("li", "", make("label", "check", tick, " ", words));
}

export class ShapePanel {
  readonly list = element('[name="list"]') as HTMLTextAreaElement;
  private readonly quantities = new Quantities(document.documentElement.lang);
  /** Whether the list says something that the map does not show yet. */
  isListNewer = false;

  constructor(
    private readonly onPlace: (place: Coordinate) => void,
    private readonly onChoice: () => void,
  ) {}

  show(answer: SheetAnswer, keepList: boolean): void {
    if (!keepList) this.list.value = answer.list;
    field("system").value = answer.system;
    field("shown").value = answer.system;
    if (answer.source !== "") field("source").value = answer.source;
    this.tell([...answer.problems], [...answer.said], answer.look);
    this.list.setAttribute("aria-invalid", String(answer.bad_line > 0));
    this.showFile(answer.file);
    this.showPieces(answer.pieces);
  }

  silent(): void {
    this.tell([text("silent")], [], null);
  }

  /** Empty: nothing is drawn yet. */
  showSize(look: Look | null): void {
    fill("size", look?.size ?? text("nothing"));
    fill("perimeter", look?.perimeter ?? "");
    element('[data-part="perimeter"]').hidden = (look?.perimeter ?? "") === "";
    fill("points", look === null ? "" : text("points", { count: look.points, register: look.on_register }));
  }

  /** While the pointer still moves. */
  showSketch(geometry: Geometry | null): void {
    const told = element('[data-part="sketch"]');
    told.hidden = geometry === null;
    if (geometry === null) return;
    const rings = ringsOf(geometry);
    const lines = geometry instanceof LineString ? [geometry.getCoordinates()] : [];
    const sides = rings.length > 0 ? rings.map(closed) : lines;
    const length = sides.reduce((sum, points) => sum + lengthOf(points), 0);
    const crossed = rings.some((ring) => ring.length < MOST_CROSSING_SIDES && ring.length > 3 && crossesItself(ring));
    fill("sketch-size", rings.length > 0 ? this.quantities.area(this.area(geometry)) : "");
    fill("sketch-length", this.quantities.length(length));
    element('[data-part="sketch-crossed"]').hidden = !crossed;
  }

  private area(geometry: Geometry): number {
    const polygons = geometry instanceof MultiPolygon ? geometry.getPolygons() : [geometry];
    return polygons
      .map((polygon) => ringsOf(polygon).map(areaOf))
      .reduce((sum, [shell = 0, ...holes]) => sum + shell - holes.reduce((all, hole) => all + hole, 0), 0);
  }

  private tell(problems: string[], said: string[], look: Look | null): void {
    this.showSize(look);
    const list = element('[data-list="problems"]');
    const items = [
      ...problems.map((words) => this.problem("error", words, null)),
      ...(look?.problems ?? []).map(({ level, words, place }) => this.problem(level, words, place)),
    ];
    list.replaceChildren(...items);
    element('[data-part="sound"]').hidden = items.length > 0 || look === null;
    element('[data-list="said"]').replaceChildren(...said.map((words) => make("li", "", words)));
  }

  private problem(level: string, words: string, place: Coordinate | null): HTMLElement {
    const item = make("li", `shape-${level}`, make("b", "", text(level)), ` ${words} `);
    if (place === null) return item;
    const button = make("button", "quiet", text("show-place"));
    button.setAttribute("type", "button");
    button.addEventListener("click", () => {
      this.onPlace(place);
    });
    item.append(button);
    return item;
  }

  private showFile(file: FileFound): void {
    fill("file-note", file.note);
    if (file.system !== "") {
      field("file_system").value = file.system;
      field("file_order").value = file.order;
    }
    field("file_note").value = file.note;
    element('[data-part="file-again"]').hidden = file.candidates.length === 0;
    const many = file.candidates.length > 1;
    element('[data-part="candidates-title"]').hidden = !many;
    const items = file.candidates.map(({ label, written }, index) => {
      const item = many ? choice("take", index, label) : make("li", "");
      item.hidden = !many;
      item.append(hidden("candidate_label", label), hidden("candidate", written));
      return item;
    });
    const chosen = new Set([...document.querySelectorAll<HTMLInputElement>('input[name="take"]:checked')].map((one) => one.value));
    const list = element('[data-list="candidates"]');
    list.replaceChildren(...items);
    for (const tick of list.querySelectorAll<HTMLInputElement>('input[name="take"]')) tick.checked = chosen.has(tick.value);
    this.followTicks(list);
  }

  private showPieces(pieces: readonly Piece[]): void {
    element('[data-part="pieces"]').hidden = pieces.length === 0;
    const list = element('[data-list="pieces"]');
    const items = pieces.map(({ shape, words }, index) => {
      const item = choice("keep", index, text("piece", { number: index + 1, size: words }));
      item.append(hidden("piece", JSON.stringify(shape)));
      return item;
    });
    list.replaceChildren(...items);
    this.followTicks(list);
    if (pieces.length > 0) element('[data-part="pieces"]').focus();
  }

  private followTicks(list: HTMLElement): void {
    for (const tick of list.querySelectorAll("input")) {
      tick.addEventListener("change", () => {
        this.onChoice();
      });
    }
  }
}

function ringsOf(geometry: Geometry): Coordinate[][] {
  if (geometry instanceof MultiPolygon) return geometry.getCoordinates().flat().map(open);
  return geometry instanceof Polygon ? geometry.getCoordinates().map(open) : [];
}

/** Without the closing point, and without the pointer's own while it rests on the last one. */
function open(ring: Coordinate[]): Coordinate[] {
  return ring.filter((point, index) => {
    const next = ring[index + 1];
    return next !== undefined && (point[0] !== next[0] || point[1] !== next[1]);
  });
}
