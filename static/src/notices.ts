// Words over the map: each is in the template, translated; here they are only shown and hidden.
import { element } from "./page.js";

export type Notice = "far" | "empty" | "gone" | "silent" | "tiles";

export function setNotice(name: Notice, shown: boolean): void {
  element(`[data-notice="${name}"]`).hidden = !shown;
}

/** Answers to the last question; the next one takes them away. */
export function clearAnswers(): void {
  for (const name of ["empty", "gone", "silent"] as const) setNotice(name, false);
}
