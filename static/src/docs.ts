// Pages for programmers: buttons that copy the code beside them. Without scripts the code is there all the same.
import { copy } from "./clipboard.js";
import { element } from "./page.js";

const SECONDS = 3;

function offer(button: HTMLElement): void {
  const source = element(`#${button.dataset.copies ?? ""}`);
  const label = button.textContent;
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    void copy(source).then((copied) => {
      button.textContent = (copied ? button.dataset.copied : button.dataset.selected) ?? "";
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        button.textContent = label;
      }, SECONDS * 1000);
    });
  });
}

for (const button of document.querySelectorAll<HTMLElement>("button[data-copies]")) offer(button);
