"""The planners' parameters, read from fixtures/demo.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "demo.toml"


@dataclass(frozen=True)
class Site:
    """What takes room among the fields of a plan ogólny: `area` m2, sides as `ratio` to 1, `away` metres from a
    village, no house within `clear` metres; `town` only where the gmina has a town."""

    symbol: str
    area: float
    ratio: float
    away: tuple[float, float]
    clear: float
    town: bool = False


@dataclass(frozen=True)
class General:
    """Of the plany ogólne: days on which the first is adopted and binds; the next follow `step` days later each."""

    begun: date
    adopted: date
    in_force: date
    step: int
    studies_until: date


@dataclass(frozen=True)
class Local:
    """A plan miejscowy of the gmina with the number `gmina`; -1: of each beyond those named.

    `layout` says how its zones are drawn, `site` tells places of one gmina apart. It is in preparation where it was
    begun and not adopted. `repeals` and `changes` are the `key` of the plan that it replaces, all or in part.
    """

    key: str
    gmina: int
    layout: str
    title: str
    begun: date
    adopted: date | None = None
    in_force: date | None = None
    site: int = 0
    repeals: str = ""
    changes: str = ""
    drawing: bool = False


@dataclass(frozen=True)
class Config:
    """`order` are the codes of the gminas, the middle of the demo first; `councils` name those of towns in the
    nominative and the genitive."""

    namespace: str
    order: tuple[str, ...]
    councils: dict[str, tuple[str, str]]
    exported: date
    simplify: float
    least_zone: float
    least_breadth: float
    sites: tuple[Site, ...]
    general: General
    locals: tuple[Local, ...]


@cache
def load() -> Config:
    raw: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    plans = raw["plans"]
    return Config(
        namespace=plans["namespace"],
        order=tuple(gmina["code"] for gmina in raw["gmina"]),
        councils={code: (names[0], names[1]) for code, names in plans["councils"].items()},
        exported=raw["register"]["exported"].date(),
        simplify=plans["zones"]["simplify"],
        least_zone=plans["zones"]["least_area"],
        least_breadth=plans["zones"]["least_breadth"],
        sites=tuple(Site(**site | {"away": tuple(site["away"])}) for site in plans["site"]),
        general=General(**plans["general"]),
        locals=tuple(Local(**local) for local in plans["local"]),
    )
