// What every script here needs of its page: elements that must be there, texts, and blocks of JSON.

/** The first element that matches; a template without it is a mistake worth failing on. */
export function element(selector: string, within: ParentNode = document): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

/** Content of a data block written by Django's json_script. */
export function readJson(id: string): unknown {
  return JSON.parse(element(`#${id}`).textContent);
}

export function onAction(name: string, act: () => void): void {
  element(`[data-action="${name}"]`).addEventListener("click", act);
}

/** A text of the template (`data-text`) in the page's language, its {marks} filled in. */
export function text(name: string, marks: Record<string, string | number> = {}): string {
  const pattern = element(`[data-text="${name}"]`).textContent.trim();
  return pattern.replace(/\{(\w+)\}/g, (whole, mark: string) => String(marks[mark] ?? whole));
}

/** Tells it to those who listen to the page instead of looking at it. */
export function announce(words: string): void {
  element("#announcer").textContent = words;
}

export function make(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

export function motionAllowed(): boolean {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
