// Whether someone else has the shape open or has saved a newer one: asked now and then while the page is open.
import { element, text } from "./page.js";

const EVERY_MS = 15_000;

interface Seen {
  others: string[];
  number: number;
  by: string;
}

function tell(part: string, words: string): void {
  const told = element(`[data-part="${part}"]`);
  told.hidden = words === "";
  // The same words again would be read aloud again.
  if (told.textContent !== words) told.textContent = words;
}

async function ask(address: string, form: HTMLFormElement): Promise<void> {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", (element('[name="csrfmiddlewaretoken"]', form) as HTMLInputElement).value);
  const response = await fetch(address, { method: "POST", body });
  if (!response.ok) return;
  const seen = (await response.json()) as Seen;
  tell("others", seen.others.length === 0 ? "" : text("others", { who: seen.others.join(", ") }));
  const base = Number((element('[name="base"]', form) as HTMLInputElement).value);
  tell("newer", seen.number > base ? text("newer", { number: seen.number, who: seen.by }) : "");
}

export function watchOthers(address: string, form: HTMLFormElement): void {
  const again = () => {
    if (!document.hidden) {
      ask(address, form).catch(() => {
        // A server that is silent is asked again; saving tells what matters.
      });
    }
  };
  again();
  window.setInterval(again, EVERY_MS);
  document.addEventListener("visibilitychange", again);
}
