"""GML by the schema EGIB 1.10: parcels, buildings, contours of land use and precincts, northing first.

What the schema wants and the public register does not have (boundary points, register units) is there without a
value, with the reason; an object that would break the schema is left out, and a comment names what it lacks.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import orjson
from django.utils import timezone

from sip.services.downloads.job import Job
from sip.services.planning.app_xml import gml_id, plain

Row = dict[str, Any]

HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gml:FeatureCollection gml:id="zbior" xmlns:gml="http://www.opengis.net/gml/3.2" \
xmlns:egb="ewidencjaGruntowIBudynkow:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.opengis.net/gml/3.2 http://schemas.opengis.net/gml/3.2.1/gml.xsd \
ewidencjaGruntowIBudynkow:1.0 EGIB.XSD">
"""
TAIL: Final = "</gml:FeatureCollection>\n"
_UUID: Final = re.compile(r"[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}")
_NAMESPACE: Final = re.compile(r"PL\.[A-Za-z]{1,6}\.\d{1,6}\.[A-Za-z0-9]{1,8}", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_SYSTEM: Final = re.compile(r'srsName="[^"]*"')
# The fewest boundary points that the schema wants; each without a value.
_POINTS: Final = 3
# ST_AsGML's options: 1 is the long name of the coordinate system, 16 northing first. Rings run as they were delivered:
# turned round, each object would look changed to who takes the file up, ourselves among them.
_PARTS: Final = (
    "SELECT array_agg(ST_AsGML(3, part.geom, 3, 17, 'gml', 'id')) "
    "FROM ST_Dump({placed}) AS part WHERE ST_Dimension(part.geom) = 2"
)
_IDENTITY: Final = "page.namespace, page.local_id, page.version_id, page.valid_from, page.identifier"
_HOME: Final = "concat_ws('_', home.namespace, home.local_id, home.version_id) AS home"
SELECTED: Final = {
    "parcels": f"{_IDENTITY}, page.object_from, page.registered_area, page.land_use::text AS uses, {_HOME}",
    "buildings": f"{_IDENTITY}, page.kind, page.floors_above, page.floors_below,"
    " coalesce(page.footprint, ST_Area(page.geom)) AS area",
    "land-use": f"{_IDENTITY}, page.ofu, {_HOME}",
    "precincts": f"{_IDENTITY}, page.name",
}
# A contour does not name its precinct.
JOINS: Final = {
    "parcels": "LEFT JOIN precinct_public AS home ON home.identifier = page.precinct_code",
    "land-use": "LEFT JOIN LATERAL (SELECT * FROM precinct_public AS p"
    " WHERE ST_Intersects(p.geom, ST_PointOnSurface(page.geom)) ORDER BY p.identifier LIMIT 1) AS home ON true",
}


def collection(job: Job) -> list[Path]:
    """One collection of all the layers."""
    path = job.folder / "dane.gml"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        about = f"SIP; stan danych {job.about['data_date']}; wersja rejestrów {job.about['register_version']}"
        file.write(f"<!-- {about} -->\n")
        for source in job.sources:
            for row in job.selected(source, _selected(source.name, job.wanted.crs), JOINS.get(source.name, "")):
                member = _member(source.name, row)
                job.leave_out(source, member.startswith("<!--"))
                file.write(member)
        file.write(TAIL)
    return [path]


def _selected(name: str, crs: int) -> str:
    return f"{SELECTED[name]}, ({_PARTS.format(placed=f'ST_Transform(page.geom, {crs})')}) AS parts"


def _member(name: str, row: Row) -> str:
    lacking = [what for what, is_there in WANTED[name](row).items() if not is_there]
    if lacking:
        # Two hyphens would end the comment.
        about = plain(f"pominięto {row['identifier']}; brakuje: {', '.join(lacking)}.").replace("--", "- -")
        return f"<!-- {about} -->\n"
    return f"<gml:featureMember>{WRITERS[name](row)}</gml:featureMember>\n"


def _identified(row: Row) -> dict[str, bool]:
    return {
        "przestrzenNazw": bool(_NAMESPACE.fullmatch(row["namespace"])),
        "lokalnyId": bool(_UUID.fullmatch(row["local_id"])),
        "geometria": bool(row["parts"]),
    }


def _wanted_of_parcel(row: Row) -> dict[str, bool]:
    uses = orjson.loads(row["uses"] or "[]")
    whole = bool(uses) and all(use.get("ofu") and use.get("area_ha") is not None for use in uses)
    return {**_identified(row), "poleEwidencyjne": row["registered_area"] is not None, "klasouzytek": whole}


def _wanted_of_building(row: Row) -> dict[str, bool]:
    floors = row["floors_above"] is not None and row["floors_below"] is not None
    return {**_identified(row), "rodzajWgKST": bool(row["kind"]), "liczbaKondygnacji": floors}


def _parcel(row: Row) -> str:
    uses = "".join(map(_use, orjson.loads(row["uses"])))
    body = (
        f"{_text('idDzialki', row['identifier'])}<egb:geometria>{_surface(row)}</egb:geometria>"
        f'<egb:poleEwidencyjne uom="ha">{row["registered_area"]:.4f}</egb:poleEwidencyjne>'
        f"<egb:dokladnoscReprezentacjiPola>1</egb:dokladnoscReprezentacjiPola>{uses}{_missing('JRG2')}"
        f"{_missing('punktGranicyDzialki') * _POINTS}{_reference('lokalizacjaDzialki', row['home'])}"
    )
    return _object("EGB_DzialkaEwidencyjna", row, body, row["object_from"])


def _use(use: dict[str, Any]) -> str:
    optional = "".join(_text(name.upper(), use[name]) for name in ("ozu", "ozk") if use.get(name))
    return (
        f"<egb:klasouzytek><egb:EGB_Klasouzytek>{_text('OFU', use['ofu'])}{optional}"
        f'<egb:powierzchnia uom="ha">{use["area_ha"]:.4f}</egb:powierzchnia></egb:EGB_Klasouzytek></egb:klasouzytek>'
    )


def _building(row: Row) -> str:
    body = (
        f"{_text('idBudynku', row['identifier'])}<egb:geometria>{_surfaces(row)}</egb:geometria>"
        f"{_text('rodzajWgKST', row['kind'])}{_text('liczbaKondygnacjiNadziemnych', str(row['floors_above']))}"
        f"{_text('liczbaKondygnacjiPodziemnych', str(row['floors_below']))}"
        f'<egb:powZabudowy uom="m2">{_short(row["area"])}</egb:powZabudowy>{_missing("dzialkaZabudowana")}'
    )
    return _object("EGB_Budynek", row, body)


def _wanted_of_contour(row: Row) -> dict[str, bool]:
    return {**_identified(row), "idUzytku": bool(row["identifier"]), "OFU": bool(row["ofu"])}


def _contour(row: Row) -> str:
    body = (
        f"<egb:geometria>{_surface(row)}</egb:geometria>{_text('idUzytku', row['identifier'])}"
        f"{_text('OFU', row['ofu'])}{_reference('lokalizacjaUzytku', row['home'])}"
    )
    return _object("EGB_KonturUzytkuGruntowego", row, body)


def _short(area: Decimal | float) -> str:
    """Without the zeros that the register's column adds."""
    return f"{area:.2f}".rstrip("0").rstrip(".")


def _precinct(row: Row) -> str:
    body = (
        f"<egb:geometria>{_surfaces(row)}</egb:geometria>{_text('idObrebu', row['identifier'])}"
        f"{_text('nazwaWlasna', row['name'])}{_missing('punktGranicyObrebu') * _POINTS}{_missing('lokalizacjaObrebu')}"
    )
    return _object("EGB_ObrebEwidencyjny", row, body)


WANTED: Final[dict[str, Callable[[Row], dict[str, bool]]]] = {
    "parcels": _wanted_of_parcel,
    "buildings": _wanted_of_building,
    "land-use": _wanted_of_contour,
    "precincts": _identified,
}
WRITERS: Final[dict[str, Callable[[Row], str]]] = {
    "parcels": _parcel,
    "buildings": _building,
    "land-use": _contour,
    "precincts": _precinct,
}


def _object(name: str, row: Row, body: str, began: datetime | None = None) -> str:
    version = row["version_id"] if _MOMENT.fullmatch(row["version_id"]) else ""
    return (
        f'<egb:{name} gml:id="{_id(row)}"><egb:idIIP><egb:EGB_IdentyfikatorIIP>'
        f"{_text('lokalnyId', row['local_id'])}{_text('przestrzenNazw', row['namespace'])}"
        f"{_text('wersjaId', version) if version else ''}</egb:EGB_IdentyfikatorIIP></egb:idIIP>"
        f"{_text('startObiekt', _moment(began or row['valid_from']))}"
        f"{_text('startWersjaObiekt', _moment(row['valid_from']))}{body}</egb:{name}>"
    )


def _id(row: Row) -> str:
    return gml_id(row["namespace"], row["local_id"], row["version_id"])


def _surface(row: Row) -> str:
    """The schema has one surface for a parcel; parts are put together in one."""
    parts: list[str] = row["parts"]
    if len(parts) == 1:
        return _named(parts[0], f"{_id(row)}.g")
    return _together("CompositeSurface", row)


def _surfaces(row: Row) -> str:
    return _together("MultiSurface", row)


def _together(element: str, row: Row) -> str:
    """Names the system on the whole, too: GDAL, and so QGIS, looks nowhere else, and takes northings for eastings."""
    system = _SYSTEM.search("".join(row["parts"][:1]))
    place = f" {system[0]}" if system else ""
    return f'<gml:{element}{place} gml:id="{_id(row)}.g">{"".join(_members(row))}</gml:{element}>'


def _members(row: Row) -> Iterator[str]:
    for number, part in enumerate(row["parts"]):
        yield f"<gml:surfaceMember>{_named(part, f'{_id(row)}.g.{number}')}</gml:surfaceMember>"


def _named(part: str, name: str) -> str:
    return part.replace('gml:id="id"', f'gml:id="{name}"', 1)


def _text(name: str, text: str) -> str:
    return f"<egb:{name}>{escape(plain(text))}</egb:{name}>"


def _missing(name: str) -> str:
    return f'<egb:{name} nilReason="missing"/>'


def _reference(name: str, target: str) -> str:
    """To an object by its gml:id, as exports of the register write it."""
    return f'<egb:{name} xlink:type="simple" xlink:href="{gml_id(target)}"/>' if target else _missing(name)


def _moment(value: datetime) -> str:
    return timezone.localtime(value).replace(tzinfo=None).isoformat(timespec="seconds")
