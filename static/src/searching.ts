// What a search found, on the map: one place is shown and marked, several are a list that the map fits.
import { boundingExtent, createEmpty, extend, type Extent } from "ol/extent.js";

import type { Camera } from "./camera.js";
import type { Choosing } from "./choosing.js";
import type { Finder, Findings, Found } from "./finder.js";
import type { HitList } from "./hits.js";
import type { Mark, Marks } from "./marks.js";
import { clearAnswers, saidWhileWaiting, setNotice } from "./notices.js";
import { announce, text } from "./page.js";

// As many as a list may have that is still read.
const MOST = 50;
// Areas have a boundary of their own on the map and need no pin.
const AREAS = ["precinct", "unit"];
const PARCELS = ["parcel", "former-parcel"];

interface Parts {
  finder: Finder;
  camera: Camera;
  choosing: Choosing;
  hits: HitList;
  marks: Marks;
  step: () => void;
}

function markOf({ kind, point, label }: Found): Mark[] {
  return point === null || AREAS.includes(kind) ? [] : [{ point, label }];
}

function isParcel(found: Found): found is Found & { identifier: string } {
  return found.identifier !== null && PARCELS.includes(found.kind);
}

function extentOf({ extent, point }: Found): Extent | null {
  return extent ?? (point && boundingExtent([point]));
}

export class Searching {
  /** The one place marked, as the address keeps it. */
  point: [number, number] | null = null;

  constructor(private readonly parts: Parts) {}

  /** A suggestion was chosen; the list of an earlier search is done with. */
  go(found: Found): void {
    const { choosing, hits, marks, step } = this.parts;
    clearAnswers();
    hits.close();
    if (isParcel(found)) {
      this.forget();
      void choosing.choose(found.identifier, "fit");
      return;
    }
    choosing.drop();
    const placed = markOf(found);
    this.point = placed[0]?.point ?? null;
    marks.show(placed);
    this.look(found);
    step();
  }

  /** All that the words find: a list, pins, and the map over them. */
  async list(query: string, step: boolean, fit = true): Promise<void> {
    clearAnswers();
    const answer = await saidWhileWaiting(this.parts.finder.ask(query, MOST));
    if (answer === "silent") setNotice("silent", true);
    if (typeof answer === "string") return;
    if (step) this.parts.choosing.drop();
    this.fill(query, answer, step);
    if (fit) this.fitAll(answer.results);
    if (step) this.parts.step();
  }

  /** The list was closed, and its pins go with it. */
  forget(): void {
    this.point = null;
    this.parts.marks.clear();
  }

  /** Back and a link come with a marked place, or without one. */
  restore(query: string | null, point: [number, number] | null, fit: boolean): void {
    const { hits, marks, choosing } = this.parts;
    this.point = point;
    if (query !== null) {
      if (query === hits.query) return;
      // Already in the address if the map moves before the answer comes.
      hits.query = query;
      void this.list(query, false, fit);
      return;
    }
    hits.close();
    choosing.arrange();
    marks.show(point === null ? [] : [{ point, label: "" }]);
  }

  private fill(query: string, { results, more }: Findings, focus: boolean): void {
    const { choosing, hits, marks } = this.parts;
    const items = results.map((found) => ({
      label: found.label,
      detail: found.detail,
      act: () => {
        this.visit(found);
      },
    }));
    const note = text(more ? "hits-more" : "hits-count", { count: results.length });
    hits.fill(text("hits-title", { query }), note, items, query);
    if (choosing.chosen === null) hits.open();
    choosing.arrange();
    if (focus) hits.focus();
    this.point = null;
    marks.show(results.flatMap(markOf));
  }

  /** One of the list: its pins stay. */
  private visit(found: Found): void {
    if (isParcel(found)) {
      void this.parts.choosing.choose(found.identifier, "fit");
      return;
    }
    this.look(found);
    this.parts.step();
  }

  private look(found: Found): void {
    const extent = extentOf(found);
    if (extent !== null) this.parts.camera.fit(extent);
    announce(text("shown", { label: found.label }));
  }

  private fitAll(results: Found[]): void {
    const extents = results.map(extentOf).filter((extent) => extent !== null);
    if (extents.length > 0) this.parts.camera.fit(extents.reduce((all, extent) => extend(all, extent), createEmpty()));
  }
}
