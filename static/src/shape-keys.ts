// Keys of the shape editor: undo and redo as everywhere; in fields of text they stay the fields' own.

const LETTERS: Readonly<Record<string, string>> = { z: "undo", Z: "redo", y: "redo" };

/** "undo", "redo", "escape", or "" for any other key. */
export function shortcut(event: KeyboardEvent): string {
  if (event.target instanceof HTMLElement && event.target.matches("textarea, input, select")) return "";
  if (event.key === "Escape") return "escape";
  return event.ctrlKey || event.metaKey ? (LETTERS[event.key] ?? "") : "";
}
