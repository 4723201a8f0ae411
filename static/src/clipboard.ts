// Copying the text of an element; where the browser lends no clipboard the text is selected for the reader's own keys.

/** Whether the text is on the clipboard; if not, it is selected. */
export async function copy(source: HTMLElement): Promise<boolean> {
  const text = source instanceof HTMLInputElement ? source.value : source.textContent;
  // Lent to secure pages only, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    if (clipboard === undefined) throw new Error("No clipboard");
    await clipboard.writeText(text);
    return true;
  } catch {
    select(source);
    return false;
  }
}

function select(source: HTMLElement): void {
  source.focus();
  if (source instanceof HTMLInputElement) source.select();
  else window.getSelection()?.selectAllChildren(source);
}
