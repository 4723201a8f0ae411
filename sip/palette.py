"""The map's look as data, one for the page, the pictures of WMS and styles for other programs: static/palette.json."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

FILE: Final = Path(__file__).resolve().parent.parent / "static/palette.json"


class Zooms(BaseModel):
    """In zooms of the tiles in PL-1992; without `below` there is no end."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    first: float = Field(alias="from")
    below: float | None = None


class Palette(BaseModel):
    """Colours are #rrggbb by name; `plan-strength`, 0 to 1, says how strongly those of plans are laid on.

    `tints` are names of colours with the land uses (OFU) they are for, `far_tints` those seen from afar, `houses` the
    colours of kinds of buildings (rodzajWgKST; others have "building"). `themes` are looks of themes of restrictions in
    their order: a colour, and a pattern as in plans/symbols.py. `zooms` say where layers of the tiles are drawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    light: Mapping[str, str]
    dark: Mapping[str, str]
    zooms: Mapping[str, Zooms]
    tints: Mapping[str, Sequence[str]]
    far_tints: Sequence[str]
    houses: Mapping[str, str]
    themes: Sequence[tuple[str, str]]


PALETTE: Final = Palette.model_validate_json(FILE.read_bytes())
