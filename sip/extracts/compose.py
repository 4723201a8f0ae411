"""Composes extracts: what planning acts and restrictions say of parcels, or of a drawn area, on a day.

After the model of such extracts (the Swiss ÖREB register): themes that concern the subject, themes that do not, and
themes of which nothing is known there stay apart. Local plans go before the plan ogólny, which binds those who make
plans and decisions (art. 13a of the planning act of 2003).
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from sip.extracts.answers import Asked, lists
from sip.extracts.concerns import Ground
from sip.extracts.known import Changed
from sip.extracts.overlay import DRAWN, PARCEL, overlay
from sip.extracts.parcel import ParcelRecord, midnight_after, parcel
from sip.extracts.record import Extract, ParcelFacts, Subject
from sip.geo.crs import PL_1992
from sip.public import hot_rows

MOST_PARCELS: Final = 20
MOST_AREA_M2: Final = 1_000_000.0
MOST_VERTICES: Final = 2000
GMINAS: Final = """
SELECT code FROM gmina_public WHERE ST_Intersects(geom, ST_GeomFromWKB(%(shape)s, %(srid)s)) ORDER BY code
"""
CENTIMETRE: Final = Decimal("0.01")
# A publication in the middle of an extract makes it begin again; so many in a row do not happen.
MOST_ATTEMPTS: Final = 5
# A subject and the versions of the layers it is of.
_Composed = tuple[Subject, dict[str, int]]


class NoSuchParcel(LookupError):
    """No parcel was in force under `identifier` on the day."""

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier)
        self.identifier = identifier


class TooMany(ValueError):
    """More parcels than `MOST_PARCELS`."""


class AreaRefused(ValueError):
    """A drawn area that no extract is made of; the text is for people."""


def of_parcels(identifiers: Sequence[str], day: date) -> Extract:
    """Of the parcels in force under IDENTIFIERS at the end of DAY, each once. Raises NoSuchParcel, TooMany."""
    wanted = list(dict.fromkeys(identifiers))
    if len(wanted) > MOST_PARCELS:
        raise TooMany
    return _of_one_moment(lambda: [_parcel_subject(identifier, day) for identifier in wanted], day)


def of_area(outline: BaseGeometry, day: date) -> Extract:
    """Of an area in EPSG:2180. Raises AreaRefused."""
    _refuse_area(outline)
    shape = shapely.normalize(shapely.set_precision(outline, 0.01))
    values = {"shape": shapely.to_wkb(shape), "srid": PL_1992.srid}
    gminas = tuple(code for (code,) in hot_rows(GMINAS, values))
    if not gminas:
        raise AreaRefused(_("Narysowany obszar leży poza gminami, które prowadzi ten system."))
    return _of_one_moment(lambda: [_drawn_subject(shape, values, gminas, day)], day)


def _of_one_moment(compose: Callable[[], list[_Composed]], day: date) -> Extract:
    """All subjects from the same versions of the layers, however many statements they take."""
    for _attempt in range(MOST_ATTEMPTS):
        try:
            composed = compose()
        except Changed:
            continue
        versions = composed[0][1]
        if all(other == versions for _subject, other in composed):
            return Extract(day, tuple(subject for subject, _versions in composed), versions)
    raise Changed


def _refuse_area(outline: BaseGeometry) -> None:
    if outline.geom_type not in ("Polygon", "MultiPolygon") or outline.is_empty:
        raise AreaRefused(_("Narysuj obszar: co najmniej trzy punkty."))
    if shapely.get_num_coordinates(outline) > MOST_VERTICES:
        raise AreaRefused(_("Obszar ma więcej niż %(most)d punktów; uprość go.") % {"most": MOST_VERTICES})
    if not outline.is_valid:
        raise AreaRefused(_("Granica obszaru przecina sama siebie; narysuj ją bez pętli."))
    if outline.area < 1:
        raise AreaRefused(_("Obszar jest mniejszy niż 1 m²."))
    if outline.area > MOST_AREA_M2:
        raise AreaRefused(_("Obszar jest większy niż 1 km². Zaznacz mniejszy."))


def _drawn_subject(shape: BaseGeometry, values: dict[str, Any], gminas: tuple[str, ...], day: date) -> _Composed:
    found = overlay(DRAWN, {**values, "moment": midnight_after(day)})
    assert found is not None
    measured = Decimal(shape.area).quantize(Decimal(1))
    asked = Asked(Ground(shape, measured), gminas, "", day, midnight_after(day), found.versions)
    named = (None, shape.wkt, _centimetres(shape.area), _extent(shape.bounds), gminas)
    return Subject(*named, *lists(asked, found.parts)), found.versions


def _parcel_subject(identifier: str, day: date) -> _Composed:
    record = parcel(identifier, day)
    if record is None:
        raise NoSuchParcel(identifier)
    found = overlay(PARCEL, {"version": record.version_pk, "moment": midnight_after(day)})
    if found is None:
        raise Changed
    registered = record.registered_area_m2
    asked = Asked(
        Ground(found.shape, None if registered is None else Decimal(registered)),
        (record.unit[:6],),
        record.unit_name or record.unit,
        day,
        midnight_after(day),
        found.versions,
    )
    named = (_facts(record), "", _centimetres(found.shape.area), _extent(record.extent), asked.gminas)
    return Subject(*named, *lists(asked, found.parts)), found.versions


def _facts(record: ParcelRecord) -> ParcelFacts:
    return ParcelFacts(
        identifier=record.identifier,
        number=record.number,
        sheet=record.sheet,
        precinct=record.precinct,
        precinct_name=record.precinct_name or "",
        unit=record.unit,
        unit_name=record.unit_name or "",
        powiat_name=record.powiat_name or "",
        registered_area_ha=record.registered_area_ha,
        land_use=tuple(
            (use.symbol, None if use.area_ha is None else Decimal(str(use.area_ha))) for use in record.land_use
        ),
        data_date=record.data_date,
    )


def _centimetres(value: float) -> Decimal:
    return Decimal(value).quantize(CENTIMETRE)


def _extent(bounds: Sequence[float]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    west, south, east, north = map(_centimetres, bounds)
    return west, south, east, north
