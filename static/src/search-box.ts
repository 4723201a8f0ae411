// The search field as a combobox (ARIA Authoring Practices): suggestions while one types, by key, mouse and finger.
import type { Finder, Findings, Found } from "./finder.js";
import { announce, element, make, text } from "./page.js";

const LEAST = 2;
const PAUSE = 150;
const PATIENCE = 300;
const MOST = 12;

interface Choices {
  /** One suggestion was chosen. */
  go: (found: Found) => void;
  /** All that the words find are wanted on the map. */
  list: (query: string) => void;
  /** Keys go on from the field to the map. */
  leave: () => void;
}

export class SearchBox {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly popup = element("#suggestions");
  private readonly clearer: HTMLElement;
  private options: HTMLElement[] = [];
  private acts: (() => void)[] = [];
  private active = -1;
  private timer = 0;
  private asked = "";

  constructor(
    private readonly finder: Finder,
    private readonly choices: Choices,
  ) {
    this.input = element("#q") as HTMLInputElement;
    const form = this.input.closest("form");
    if (form === null) throw new Error("The search field has no form");
    this.form = form;
    this.clearer = this.addClearer();
    this.become();
    this.listen();
    this.showClearer();
  }

  /** Words that were searched for, when the page opens with them. */
  write(query: string): void {
    this.input.value = query;
    this.showClearer();
  }

  private become(): void {
    const { input } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.popup.id);
    input.setAttribute("aria-expanded", "false");
    this.form.append(this.popup);
  }

  private addClearer(): HTMLElement {
    const template = element("#clear-search") as HTMLTemplateElement;
    this.input.after(template.content.cloneNode(true));
    const button = element('[data-action="clear-search"]', this.form);
    button.addEventListener("click", () => {
      this.clear();
      this.input.focus();
    });
    return button;
  }

  private listen(): void {
    this.input.addEventListener("input", () => {
      this.showClearer();
      this.askSoon();
    });
    this.input.addEventListener("keydown", (event) => {
      const plain = !event.isComposing && !event.ctrlKey && !event.metaKey;
      if (plain && this.press(event.key)) event.preventDefault();
    });
    this.input.addEventListener("focus", () => {
      if (this.input.value !== this.asked) this.askSoon();
    });
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget as Node | null)) this.close();
    });
    // The focus stays in the field, so that a touch does not fold the suggestions away before it counts.
    this.popup.addEventListener("pointerdown", (event) => {
      event.preventDefault();
    });
    this.form.addEventListener("submit", () => {
      this.close();
    });
  }

  /** True where the key meant the suggestions. */
  private press(key: string): boolean {
    if (key === "Escape") return this.escape();
    if (!this.isOpen) return key === "ArrowDown" && this.askNow();
    if (key === "Enter") return this.active >= 0 && this.take(this.active, true);
    const next = this.aim(key);
    return next !== undefined && this.mark(next);
  }

  /** Where a key leads: past the last suggestion comes the field itself (-1). */
  private aim(key: string): number | undefined {
    const count = this.options.length;
    const round = (index: number) => ((index + count + 2) % (count + 1)) - 1;
    if (count === 0) return undefined;
    if (key === "ArrowDown") return round(this.active + 1);
    if (key === "ArrowUp") return round(this.active - 1);
    // With no suggestion marked, Home and End belong to the text.
    return this.active < 0 ? undefined : { Home: 0, End: count - 1 }[key];
  }

  private get isOpen(): boolean {
    return !this.popup.hidden;
  }

  private escape(): boolean {
    if (this.isOpen) this.close();
    else if (this.input.value !== "") this.clear();
    else return false;
    return true;
  }

  private clear(): void {
    this.input.value = "";
    this.asked = "";
    this.showClearer();
    this.close();
  }

  private showClearer(): void {
    this.clearer.hidden = this.input.value === "";
  }

  private askSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private askNow(): true {
    window.clearTimeout(this.timer);
    void this.ask();
    return true;
  }

  private async ask(): Promise<void> {
    const query = this.input.value.trim().replace(/\s+/g, " ");
    this.asked = this.input.value;
    if (query.length < LEAST) {
      this.close();
      return;
    }
    const waiting = window.setTimeout(() => {
      this.say(text("search-waiting"));
    }, PATIENCE);
    const answer = await this.finder.ask(query, MOST);
    window.clearTimeout(waiting);
    if (answer === "overtaken" || !this.form.contains(document.activeElement)) return;
    if (answer === "silent") this.say(text("search-silent"));
    else if (answer.results.length === 0) this.say(text("search-nothing"));
    else this.show(query, answer);
  }

  private show(query: string, { results, groups, more }: Findings): void {
    this.empty();
    for (const { kind, title } of groups) {
      const found = results.filter((result) => result.kind === kind);
      if (found.length === 0) continue;
      const heading = make("div", "suggestion-group", title);
      heading.id = `suggestions-${kind}`;
      const group = make("div", "", heading, ...found.map((result) => this.suggestion(result)));
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      this.popup.append(group);
    }
    if (more || results.length > 1) this.popup.append(this.offerAll(query));
    this.open();
    announce(text(more ? "search-many" : "search-count", { count: results.length }));
  }

  private suggestion(found: Found): HTMLElement {
    const label = make("span", "suggestion-label", found.label);
    return this.option([label, make("span", "suggestion-detail", found.detail)], () => {
      this.write(found.label);
      this.choices.go(found);
    });
  }

  private offerAll(query: string): HTMLElement {
    return this.option([make("span", "suggestion-all", text("search-all"))], () => {
      this.choices.list(query);
    });
  }

  private option(content: HTMLElement[], act: () => void): HTMLElement {
    const index = this.options.length;
    const option = make("div", "suggestion", ...content.flatMap((part) => [part, " "]));
    option.id = `suggestion-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("click", () => this.take(index, false));
    this.options.push(option);
    this.acts.push(act);
    return option;
  }

  private mark(index: number): true {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (option === undefined) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }
    return true;
  }

  private take(index: number, byKey: boolean): true {
    const act = this.acts[index];
    this.close();
    if (byKey) this.choices.leave();
    // Folds the keyboard of a phone away.
    else this.input.blur();
    act?.();
    this.asked = this.input.value;
    return true;
  }

  /** One line instead of suggestions. */
  private say(words: string): void {
    this.empty();
    const line = make("p", "suggestion-word", words);
    // A list box holds options only; this one can be read and not chosen.
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    line.setAttribute("aria-selected", "false");
    this.popup.append(line);
    this.open();
    announce(words);
  }

  private empty(): void {
    this.mark(-1);
    this.options = [];
    this.acts = [];
    this.popup.replaceChildren();
  }

  private open(): void {
    this.popup.hidden = false;
    this.popup.scrollTop = 0;
    this.input.setAttribute("aria-expanded", "true");
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.finder.abandon();
    this.empty();
    this.popup.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
