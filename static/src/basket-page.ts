// The basket's page: what is taken out there also leaves the browser's list; the links themselves do the rest.
import { takeOut } from "./basket.js";

export function followTakingOut(root: ParentNode): void {
  for (const link of root.querySelectorAll<HTMLElement>("a[data-take-out]")) {
    link.addEventListener("click", () => {
      takeOut(link.dataset.takeOut ?? "");
    });
  }
}
