// The basket of parcels: kept in the browser, the same in all its tabs; told to whoever listens on the page.

const KEY = "sip-basket";
// Scripts of one page are bundled apart; they hear of each other's changes by an event of this name.
const CHANGED = "sip-basket";
export const MOST = 50;
// No identifier is longer; anything longer in the store is not ours.
const LONGEST = 80;

export type Outcome = "added" | "unsaved" | "removed" | "full";
type Listener = (identifiers: readonly string[]) => void;

let current = stored() ?? [];
const listeners: Listener[] = [];

/** What the browser keeps; null where it lends no storage. Broken content counts as an empty basket. */
function stored(): string[] | null {
  try {
    return parse(window.localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function parse(text: string | null): string[] {
  let content: unknown;
  try {
    content = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(content)) return [];
  return [...new Set(content.filter(isIdentifier))].slice(0, MOST);
}

function isIdentifier(entry: unknown): entry is string {
  return typeof entry === "string" && entry.length <= LONGEST && /^[\w./-]+$/.test(entry);
}

function keep(identifiers: readonly string[]): boolean {
  let saved = true;
  try {
    window.localStorage.setItem(KEY, JSON.stringify(identifiers));
  } catch {
    saved = false;
  }
  window.dispatchEvent(new CustomEvent(CHANGED, { detail: identifiers }));
  return saved;
}

/** Another tab may have changed it a moment ago. */
function latest(): string[] {
  return stored() ?? current;
}

function tell(identifiers: string[]): void {
  current = identifiers;
  for (const listener of listeners) listener(current);
}

export function holds(identifier: string): boolean {
  return current.includes(identifier);
}

/** Puts a parcel in, or takes it out; "unsaved" is in the basket until the page is left. */
export function toggle(identifier: string): Outcome {
  const before = latest();
  if (before.includes(identifier)) {
    takeOut(identifier);
    return "removed";
  }
  if (before.length >= MOST) return "full";
  return keep([...before, identifier]) ? "added" : "unsaved";
}

export function takeOut(identifier: string): void {
  keep(latest().filter((other) => other !== identifier));
}

/** Calls back now and after every change, here or in another tab. */
export function onBasket(listener: Listener): void {
  listeners.push(listener);
  listener(current);
}

window.addEventListener(CHANGED, (event) => {
  tell([...((event as CustomEvent<readonly string[]>).detail)]);
});
window.addEventListener("storage", ({ key, newValue }) => {
  if (key === KEY || key === null) tell(parse(newValue));
});
// A page that Back brings out of the browser's memory has heard nothing meanwhile.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) tell(latest());
});
