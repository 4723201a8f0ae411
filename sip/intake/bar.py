"""The progress bar of commands."""

import sys
from typing import Any

from tqdm import tqdm


class Bar:
    """A progress bar on standard error, only where a person sits at a terminal."""

    def __init__(self, *, hidden: bool) -> None:
        self.bar: tqdm[Any] | None = None
        self.hidden = hidden or not sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def __call__(self, label: str, done: int, total: int) -> None:
        if self.hidden:
            return
        if self.bar is None or self.bar.desc != f"{label}: ":
            self.__exit__()
            self.bar = tqdm(total=total, desc=label, unit="B" if total > 100 else "", unit_scale=True, leave=False)
        self.bar.update(done - self.bar.n)
