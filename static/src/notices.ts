// Words over the map: each is in the template, translated; here they are only shown and hidden.
import { element } from "./page.js";

const ANSWERS = ["empty", "gone", "not-then", "silent", "locate-denied", "locate-failed", "locate-outside"] as const;
export type Notice = (typeof ANSWERS)[number] | "far" | "blank" | "tiles" | "waiting" | "offline" | "background" | "day";

// An answer quicker than this needs no word that it is awaited.
const PATIENCE = 300;

export function setNotice(name: Notice, shown: boolean): void {
  element(`[data-notice="${name}"]`).hidden = !shown;
}

/** Answers to the last question; the next one takes them away. */
export function clearAnswers(): void {
  for (const name of ANSWERS) setNotice(name, false);
}

let awaited = 0;

/** Says that the answer is on its way, if it takes long enough to wonder. */
export async function saidWhileWaiting<T>(answer: Promise<T>): Promise<T> {
  awaited += 1;
  const timer = window.setTimeout(() => {
    setNotice("waiting", true);
  }, PATIENCE);
  try {
    return await answer;
  } finally {
    window.clearTimeout(timer);
    awaited -= 1;
    if (awaited === 0) setNotice("waiting", false);
  }
}

export function watchConnection(onReturn: () => void): void {
  setNotice("offline", !navigator.onLine);
  window.addEventListener("offline", () => {
    setNotice("offline", true);
  });
  window.addEventListener("online", () => {
    setNotice("offline", false);
    onReturn();
  });
}
