"""What a request of WMS asks for: read with limits, so that MapServer gets what was understood and nothing else."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from sip.geo.crs import KNOWN, PL_1992, WEB_MERCATOR, WGS84, AxisOrder, Reading
from sip.services.maps import sld
from sip.services.maps.exceptions import OgcError, invalid, missing
from sip.services.maps.mapfile import FORMATS, LARGEST_SIDE, MOST_LAYERS, SYSTEMS
from sip.services.registry.drawn import BY_NAME, DRAWN, GROUPS_OF_LAYERS, Drawn

Given = Mapping[str, str]
ROOT: Final = "sip"
OLDER, NEWER = "1.1.1", "1.3.0"
LONGEST_QUERY: Final = 200_000
MOST_PARAMETERS: Final = 100
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)
# Texts that have lines.
_LINES: Final = frozenset(("SLD_BODY", "FILTER"))
_DPI: Final = (20.0, 600.0)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z?)?")
_COLOUR: Final = re.compile(r"(?:0x|#)?([0-9A-Fa-f]{6})")
_DPI_OPTION: Final = re.compile(r"(?:^|;)\s*dpi:([0-9.]+)", re.IGNORECASE)
_FORMAT_NAMES: Final = {
    "image/png8": "image/png; mode=8bit",
    "image/jpg": "image/jpeg",
}
# Metres to a degree of latitude, and of longitude in the middle of the country, taken together.
_DEGREE: Final = 90_000.0
_MERCATOR: Final = 0.62


def given(request: HttpRequest) -> dict[str, str]:
    """Parameters by their names in capital letters. Raises OgcError."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise OgcError("NoApplicableCode", f"At most {LONGEST_QUERY} characters are read.")
    return read_parameters(request.GET)


def read_parameters(query: QueryDict) -> dict[str, str]:
    """Raises OgcError."""
    found: dict[str, str] = {}
    for count, (name, values) in enumerate(query.lists()):
        key = name.upper()
        if count >= MOST_PARAMETERS or key in found or len(values) != 1:
            raise invalid(key[:40], "given more than once, or too many parameters.")
        if "\0" in values[0] or (key not in _LINES and not values[0].isprintable()):
            raise invalid(key[:40], "holds characters that nothing here is written with.")
        found[key] = values[0]
    return found


def plain(text: str) -> str:
    """A media type without what clients write differently: case, spaces, quotes, a + that arrives as a space."""
    return re.sub(r'[ +"]', "", text.lower())


def version(values: Given) -> str:
    """1.1.1 or 1.3.0; the highest below what is asked for, as the standard has it."""
    text = values.get("VERSION") or values.get("WMTVER") or NEWER
    return OLDER if text.startswith(("1.0", "1.1", "1.2", "0")) else NEWER


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture shows: `box` as written, in the order of `reading`; west, south, east, north in `edges`."""

    crs: str
    reading: Reading
    box: tuple[float, float, float, float]
    width: int
    height: int

    @property
    def edges(self) -> tuple[float, float, float, float]:
        first, second, third, fourth = self.box
        if self.reading.order == AxisOrder.NORTH_EAST:
            return second, first, fourth, third
        return self.box

    @property
    def pixel(self) -> float:
        """Metres of the ground, roughly."""
        west, south, east, north = self.edges
        step = min((east - west) / self.width, (north - south) / self.height)
        if self.reading.crs.srid == WEB_MERCATOR.srid:
            return step * _MERCATOR
        return step * _DEGREE if abs(self.reading.crs.srid - WGS84.srid) < 100 and _is_degrees(self.reading) else step


def _is_degrees(reading: Reading) -> bool:
    return reading.crs != PL_1992 and reading.crs.eastings is None and reading.crs != WEB_MERCATOR


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture. `layers` are names as asked for; `day` is None for now."""

    version: str
    layers: tuple[str, ...]
    frame: Frame
    form: str
    transparent: bool
    background: str
    day: date | None
    dpi: float
    style: str

    @property
    def drawn(self) -> list[Drawn]:
        return [drawn for name in self.layers for drawn in members(name)]

    def query(self) -> dict[str, str]:
        """What MapServer is asked, the same text for all that mean the same."""
        newer = self.version == NEWER
        return {
            "SERVICE": "WMS",
            "VERSION": self.version,
            "REQUEST": "GetMap",
            "LAYERS": ",".join(self.layers),
            "STYLES": "",
            "CRS" if newer else "SRS": self.frame.crs,
            "BBOX": ",".join(f"{edge:.12g}" for edge in self.frame.box),
            "WIDTH": str(self.frame.width),
            "HEIGHT": str(self.frame.height),
            "FORMAT": self.form,
            "TRANSPARENT": "TRUE" if self.transparent else "FALSE",
            "BGCOLOR": self.background,
            "EXCEPTIONS": "XML" if newer else "application/vnd.ogc.se_xml",
            **({"SLD_BODY": self.style} if self.style else {}),
        }


def wanted(values: Given) -> Wanted:
    """Raises OgcError."""
    if not (values.get("VERSION") or values.get("WMTVER")):
        raise missing("VERSION")
    if values.get("SLD"):
        raise invalid("SLD", "styles are not fetched from other places; send them as SLD_BODY.")
    style = values.get("SLD_BODY", "")
    styled, style = sld.checked(style) if style else ([], "")
    names = layers(values.get("LAYERS", ""), "LAYERS", instead=styled)
    _check_styles(values.get("STYLES", values.get("STYLE", "")), names)
    return Wanted(
        version=version(values),
        layers=names,
        frame=frame(values),
        form=_format(values),
        transparent=values.get("TRANSPARENT", "FALSE").upper() == "TRUE",
        background=_background(values.get("BGCOLOR", "")),
        day=day(values.get("TIME", "")),
        dpi=_dpi(values),
        style=style,
    )


def members(name: str) -> list[Drawn]:
    """The layers of a group, or of all, or the one layer."""
    if name == ROOT:
        return list(DRAWN)
    return [BY_NAME[name]] if name in BY_NAME else [drawn for drawn in DRAWN if drawn.group == name]


def layers(text: str, parameter: str, *, instead: Sequence[str] = ()) -> tuple[str, ...]:
    names = tuple(text.split(",")) if text else tuple(instead)
    if not names:
        raise missing(parameter)
    if len(names) > MOST_LAYERS:
        raise invalid(parameter, f"at most {MOST_LAYERS} layers are drawn at a time.")
    for name in names:
        if name != ROOT and name not in BY_NAME and name not in GROUPS_OF_LAYERS:
            raise OgcError(
                "LayerNotDefined", f"{parameter}: there is no layer {name[:60]!r}. See GetCapabilities.", "layers"
            )
    return names


def _check_styles(text: str, names: Sequence[str]) -> None:
    styles = text.split(",")
    if len(styles) > 1 and len(styles) != len(names):
        raise OgcError("StyleNotDefined", "STYLES: as many styles as layers, or none.", "styles")
    for style in styles:
        if style not in {"", "default"}:
            raise OgcError("StyleNotDefined", f"STYLES: there is no style {style[:60]!r}, only default.", "styles")


def frame(values: Given) -> Frame:
    name = "CRS" if version(values) == NEWER else "SRS"
    crs = values.get(name) or values.get("CRS") or values.get("SRS") or ""
    if not crs:
        raise missing(name)
    reading = _reading(crs, name)
    return Frame(crs.upper(), reading, _box(values), side(values, "WIDTH"), side(values, "HEIGHT"))


def _reading(crs: str, name: str) -> Reading:
    """In 1.3.0 axes are the authority's, in 1.1.1 east before north."""
    code = crs.upper()
    if code == "CRS:84" and name == "CRS":
        return Reading(WGS84, AxisOrder.EAST_NORTH)
    srid = code.removeprefix("EPSG:")
    if not code.startswith("EPSG:") or srid not in map(str, SYSTEMS):
        served = ", ".join((*(f"EPSG:{srid}" for srid in SYSTEMS), *(["CRS:84"] if name == "CRS" else [])))
        raise OgcError(f"Invalid{name}", f"{name}: {crs[:40]!r} is not served. Served: {served}.", name.lower())
    system = KNOWN[int(srid)]
    return Reading(system, system.axes if name == "CRS" else AxisOrder.EAST_NORTH)


def _box(values: Given) -> tuple[float, float, float, float]:
    text = values.get("BBOX", "")
    if not text:
        raise missing("BBOX")
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(math.isfinite(number) and abs(number) < 1e9 for number in numbers):
        raise invalid("BBOX", "four numbers are needed, minx,miny,maxx,maxy.")
    first, second, third, fourth = numbers
    if first >= third or second >= fourth:
        raise invalid("BBOX", "the first two must be less than the last two.")
    return first, second, third, fourth


def side(values: Given, name: str, *, most: int = LARGEST_SIDE) -> int:
    return whole(values, name, least=1, most=most)


def whole(values: Given, name: str, *, least: int, most: int, default: int | None = None) -> int:
    text = values.get(name, "")
    if not text:
        if default is None:
            raise missing(name)
        return default
    try:
        number = round(float(text)) if len(text) < 20 else -1
    except (ValueError, OverflowError):
        number = least - 1
    if not least <= number <= most:
        raise invalid(name, f"a number from {least} to {most} is needed.")
    return number


def _format(values: Given) -> str:
    text = values.get("FORMAT", "")
    if not text:
        raise missing("FORMAT")
    known = _FORMATS.get(plain(text))
    if known is None:
        raise OgcError("InvalidFormat", f"FORMAT: {text[:60]!r} is none of {', '.join(FORMATS)}.", "format")
    return known


_FORMATS: Final = {**_FORMAT_NAMES, **{plain(form): form for form in FORMATS}}


def _background(text: str) -> str:
    if not text:
        return "0xFFFFFF"
    found = _COLOUR.fullmatch(text)
    if not found:
        raise invalid("BGCOLOR", "a colour is written 0xRRGGBB.")
    return f"0x{found[1].upper()}"


def day(text: str) -> date | None:
    """The day that TIME names, None for now. Raises OgcError."""
    if not text or text.lower() == "current":
        return None
    try:
        found = datetime.fromisoformat(text).date() if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise OgcError("InvalidDimensionValue", f"TIME: one day such as 2026-01-31, not {text[:40]!r}.", "time")
    return found


def today() -> date:
    """As the country counts days."""
    return timezone.localdate()


def _dpi(values: Given) -> float:
    """0 where nothing is said; DPI is QGIS's, MAP_RESOLUTION MapServer's, FORMAT_OPTIONS=dpi:n GeoServer's."""
    option = _DPI_OPTION.search(values.get("FORMAT_OPTIONS", ""))
    text = values.get("DPI") or values.get("MAP_RESOLUTION") or (option[1] if option else "")
    if not text:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not _DPI[0] <= number <= _DPI[1]:
        raise invalid("DPI", f"a number from {_DPI[0]:g} to {_DPI[1]:g} is needed.")
    return number
