"""Public registers that an installation begins with, from fixtures/registers.toml; what stands already stays."""

import tomllib
from typing import Any

from django.conf import settings

from cases.publishing.models import PublicRegister


def delivered() -> list[dict[str, Any]]:
    with (settings.BASE_DIR / "fixtures/registers.toml").open("rb") as file:
        registers: list[dict[str, Any]] = tomllib.load(file)["register"]
    return registers


def registers_load() -> None:
    for position, entry in enumerate(delivered(), start=1):
        PublicRegister.objects.get_or_create(code=entry["code"], defaults={"position": position, **entry})
