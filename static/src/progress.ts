// The live bar of a delivery at work; when the work ends, the page loads its report.
import { element } from "./page.js";

interface Progress {
  state: string;
  label?: string;
  done: number;
  total: number;
  percent: number | null;
}

const PAUSE = 1_000;
const PAUSE_WHEN_LOST = 5_000;
// A screen reader is told of every tenth, not of every step.
const SPOKEN_STEP = 10;

const root = element("[data-progress]");
const bar = element("progress", root) as HTMLProgressElement;
const lost = element('[data-part="lost"]', root);
const whole = new Intl.NumberFormat(document.documentElement.lang);
// What the page says where the work has no words of its own.
const usual = element('[data-field="label"]', root).textContent;
let spoken = "";

function write(field: string, text: string): void {
  element(`[data-field="${field}"]`, root).textContent = text;
}

function show({ label = usual, done, total, percent }: Progress): void {
  write("label", label);
  write("count", total > 0 ? `${whole.format(done)} / ${whole.format(total)}` : "");
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
  const tenth = Math.floor((percent ?? 0) / SPOKEN_STEP) * SPOKEN_STEP;
  const words = `${label} ${tenth}%`;
  if (words === spoken) return;
  spoken = words;
  write("spoken", words);
}

async function ask(): Promise<Progress | null> {
  try {
    const response = await fetch(root.dataset.progress ?? "", { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Progress) : null;
  } catch {
    return null;
  }
}

// A page that names the state it shows is loaded again when there is another, other pages at the end of the work.
function changed(state: string): boolean {
  return root.dataset.state === undefined ? state !== "received" && state !== "running" : state !== root.dataset.state;
}

async function follow(): Promise<void> {
  const progress = await ask();
  lost.hidden = progress !== null;
  if (progress !== null && changed(progress.state)) {
    window.location.reload();
    return;
  }
  if (progress !== null) show(progress);
  window.setTimeout(() => void follow(), progress === null ? PAUSE_WHEN_LOST : PAUSE);
}

void follow();
