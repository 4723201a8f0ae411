// The kiosk: whoever leaves is forgotten, Back ends at the start of the visit, and no link leads out.
import { keepInside } from "./kiosk-links.js";
import { forget, isOlderVisit, type Kiosk } from "./kiosk-visit.js";
import { IdleWatch } from "./kiosk-watch.js";
import { element } from "./page.js";

const dialog = element("#idle-warning") as HTMLDialogElement;
const { start = "/", root = "/", otherRoot = "/", end = "/", atStart = "", idle, countdown } = dialog.dataset;
const kiosk: Kiosk = { start, root, otherRoot, end, isStart: atStart !== "" };

function on(name: string, act: () => void): void {
  for (const button of document.querySelectorAll<HTMLElement>(`[data-action="${name}"]`)) {
    button.hidden = false;
    button.addEventListener("click", act);
  }
}

function refuseOlderVisit(): void {
  if (!kiosk.isStart && isOlderVisit(kiosk)) window.location.replace(kiosk.start);
}

// A visit begins here, unless Back led to the start in the middle of one.
const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
if (kiosk.isStart && loaded?.type !== "back_forward") forget();
refuseOlderVisit();
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) refuseOlderVisit();
});

keepInside(kiosk);
new IdleWatch(dialog, kiosk, { idle: Number(idle), countdown: Number(countdown) });
on("end", forget);
on("back", () => {
  window.history.back();
});
on("print-page", () => {
  window.print();
});
for (const part of document.querySelectorAll<HTMLElement>('[data-part="back"]')) part.hidden = window.history.length < 2;

const number = document.querySelector<HTMLInputElement>("#number");
const keypad = document.querySelector<HTMLElement>('[data-part="keypad"]');
if (number !== null && keypad !== null) {
  keypad.hidden = false;
  keypad.addEventListener("click", ({ target }) => {
    const key = (target as Element).closest<HTMLElement>("[data-key]")?.dataset.key;
    if (key === undefined) return;
    number.value = key === "" ? number.value.slice(0, -1) : number.value + key;
  });
}
