"""The list of themes an instance begins with; from then on it is the office's own."""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.conf import settings

LIST: Final = Path(settings.BASE_DIR) / "fixtures" / "themes.toml"


def add_missing(theme: Any) -> list[str]:
    """Add the themes that are not there yet and return their codes; what is there stays as it is.

    THEME is the model, or what a migration knows of it.
    """
    known = set(theme.objects.values_list("code", flat=True))
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["theme"]
    missing = [
        theme(position=10 * number, **values)
        for number, values in enumerate(listed, start=1)
        if values["code"] not in known
    ]
    theme.objects.bulk_create(missing)
    return [one.code for one in missing]
