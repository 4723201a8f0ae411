"""A person who has but a keyboard: every key is followed by a look at where the focus is and whether it shows."""

from typing import Any

from playwright.sync_api import Locator, Page

# The focus, and whether a person could see it: on the element, or on the label that stands for it.
LOOK = """() => {
    const found = document.activeElement;
    const lost = found === null || found === document.body;
    const style = lost ? null : getComputedStyle(found);
    const box = lost ? null : found.getBoundingClientRect();
    return {
        what: lost ? "" : found.outerHTML.slice(0, 120),
        lost,
        ring: !lost && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
            || style.boxShadow !== "none"),
        seen: !lost && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}"""
MOST_TABS = 150


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def look(self) -> None:
        """Raises AssertionError where the focus is lost, hidden or does not show."""
        found: dict[str, Any] = self.page.evaluate(LOOK)
        assert (found["lost"], found["ring"], found["seen"]) == (False, True, True), (self.page.url, found)

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Tab until TARGET has the focus; all that is passed must show it too."""
        target.wait_for()
        for _count in range(MOST_TABS):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.press(key)
            self.look()
        raise AssertionError(f"{target} is not reached by {key} on {self.page.url}")

    def enter(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.press(key)

    def follow(self, target: Locator, address: Any, key: str = "Enter") -> None:
        """To another page; there the first link skips what stands on every page."""
        self.reach(target)
        self.press(key)
        self.page.wait_for_url(address)
        self.skip()

    def skip(self) -> None:
        """By the skip link, the first thing on a page, into its contents."""
        self.page.wait_for_load_state()
        self.press("Tab")
        self.look()
        # An address with a mark begins at its place of the page.
        if "#" not in self.page.url:
            assert self.page.locator(":focus").get_attribute("href") == "#content", self.page.url
            self.press("Enter")
        assert self.page.evaluate("document.activeElement.closest('main, #content') !== null"), self.page.url

    def type(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.type(words)

    def choose(self, target: Locator) -> None:
        """A radio: its group is reached by Tab, the choice by arrows."""
        group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
        self.page.keyboard.press("Tab")
        for _count in range(MOST_TABS):
            if group.evaluate_all("nodes => nodes.includes(document.activeElement)"):
                break
            self.look()
            self.press("Tab")
        self.press("Space")
        for _count in range(group.count()):
            if target.is_checked():
                return
            self.press("ArrowDown")
        assert target.is_checked()
