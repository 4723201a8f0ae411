// What every script here needs of its page: elements that must be there, and blocks of JSON.

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

export function motionAllowed(): boolean {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
