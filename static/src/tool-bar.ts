// The bar of tools: one open at a time, closed by its button, its cross or Escape; on a phone it folds into one button.
import { element } from "./page.js";
import type { Tool } from "./tool.js";

export class ToolBar {
  private readonly fold: HTMLElement;
  private readonly list: HTMLElement;
  private opened: { tool: Tool; button: HTMLElement; panel: HTMLElement } | null = null;

  constructor(private readonly root: HTMLElement) {
    this.fold = element("[data-part=fold]", root);
    this.list = element("[data-part=tool-list]", root);
    this.fold.addEventListener("click", () => {
      this.close();
      this.unfold(!this.unfolded);
    });
    this.list.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.unfolded) return;
      this.unfold(false);
      this.fold.focus();
    });
  }

  /** The button [data-tool=NAME] opens the panel #tool-NAME; a page without the button does not offer the tool. */
  add(name: string, make: (panel: HTMLElement) => Tool): void {
    const button = this.root.querySelector<HTMLElement>(`[data-tool="${name}"]`);
    if (button === null) return;
    const panel = element(`#tool-${name}`);
    const tool = make(panel);
    button.addEventListener("click", () => {
      const again = this.opened?.tool === tool;
      this.close();
      if (!again) this.open(tool, button, panel);
    });
    element('[data-action="close-tool"]', panel).addEventListener("click", () => {
      this.close();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
    // A tool may ask to be left, as by Escape on the map; a phone's Back closes a dialog by itself.
    for (const wish of ["tool-leave", "close"]) {
      panel.addEventListener(wish, () => {
        if (this.opened?.tool === tool) this.close();
      });
    }
  }

  private open(tool: Tool, button: HTMLElement, panel: HTMLElement): void {
    this.unfold(false);
    this.opened = { tool, button, panel };
    button.setAttribute("aria-expanded", "true");
    if (panel instanceof HTMLDialogElement) panel.showModal();
    else panel.hidden = false;
    tool.open().focus({ preventScroll: true });
  }

  private close(): void {
    if (this.opened === null) return;
    const { tool, button, panel } = this.opened;
    this.opened = null;
    tool.close();
    if (panel instanceof HTMLDialogElement) panel.close();
    else panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    // On a phone the tool's own button is folded away.
    (button.offsetParent === null ? this.fold : button).focus({ preventScroll: true });
  }

  private get unfolded(): boolean {
    return this.list.classList.contains("is-unfolded");
  }

  private unfold(open: boolean): void {
    this.fold.setAttribute("aria-expanded", String(open));
    this.list.classList.toggle("is-unfolded", open);
  }
}
