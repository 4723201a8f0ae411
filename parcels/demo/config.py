"""The demo's parameters, read from fixtures/demo.toml."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "demo.toml"


@dataclass(frozen=True)
class Gmina:
    """`kind` as in TERYT; `east` and `north` are kilometres from the first gmina."""

    code: str
    name: str
    kind: int
    east: float
    north: float
    post: str
    sheets: bool = False

    def unit(self, *, town: bool) -> str:
        """The jednostka ewidencyjna: a gmina of kind 3 has parts 4 (town) and 5 (rural)."""
        part = self.kind if self.kind != 3 else 4 if town else 5
        return f"{self.code}_{part}"


@dataclass(frozen=True)
class Config:
    """Lengths in metres, areas in square metres; `origin` is (easting, northing) in PL-2000 zone 8."""

    origin: tuple[float, float]
    namespace: str
    loaded: datetime
    exported: datetime
    parcels_per_precinct: int
    mean_area: float
    precincts_per_gmina: int
    town_weight: float
    defects: dict[str, int]
    history: dict[str, float]
    gminas: tuple[Gmina, ...]
    roots: tuple[str, ...]
    endings: tuple[str, ...]
    modifiers: tuple[str, ...]
    streets: tuple[str, ...]


@cache
def load() -> Config:
    raw: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words: dict[str, Any] = {key: tuple(names) for key, names in raw["names"].items()}
    return Config(
        origin=(raw["map"]["origin"][0], raw["map"]["origin"][1]),
        **raw["register"],
        **raw["world"],
        defects=raw["defects"],
        history=raw["history"],
        gminas=tuple(Gmina(**gmina) for gmina in raw["gmina"]),
        **words,
    )
