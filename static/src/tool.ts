// What the map lends its tools, and what a tool is to the bar.
import type { Place } from "./address.js";
import type { Chart } from "./chart.js";
import type { Days } from "./days.js";
import type { Register } from "./register.js";

export interface Tools {
  chart: Chart;
  days: Days;
  language: string;
  /** The tools' own, as a new question overtakes the one before. */
  register: Register;
  /** Identifier of the parcel in the card. */
  chosen: () => string | null;
  /** Middle of the view in EPSG:2180, and the zoom level of the grid. */
  place: () => Place;
  /** Opens a parcel's card, as a click on it does. */
  choose: (identifier: string) => Promise<void>;
  /** Called whenever another parcel is chosen, null when none is. */
  onChosen: (listener: (identifier: string | null) => void) => void;
  /** Called when the map comes to rest somewhere else. */
  onView: (listener: (place: Place) => void) => void;
  /** While held, clicks and Enter on the map belong to a tool and choose no parcel. */
  holdClicks: (held: boolean) => void;
}

export interface Tool {
  /** Its panel was just shown; returns what takes the focus. */
  open: () => HTMLElement;
  close: () => void;
}
