// The upload form asks only what the chosen kind of data needs; without this script it asks all and says for whom.
import { element } from "./page.js";

const kind = element('select[name="kind"]') as HTMLSelectElement;
const asked = [...document.querySelectorAll<HTMLSelectElement>("[data-for-kinds]")];

function show(): void {
  for (const select of asked) {
    const wanted = (select.dataset.forKinds ?? "").split(" ").includes(kind.value);
    const field = select.closest<HTMLElement>(".field");
    if (field !== null) field.hidden = !wanted;
    select.required = wanted;
  }
}

kind.addEventListener("change", show);
show();
