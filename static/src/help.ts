// The keys of the map, under "?": a dialog of the page's own.
import { element, onAction } from "./page.js";

export function offerHelp(target: HTMLElement): void {
  const dialog = element("#map-keys") as HTMLDialogElement;
  const open = () => {
    dialog.showModal();
  };
  onAction("help", open);
  target.addEventListener("keydown", (event) => {
    if (event.key === "?") open();
  });
}
