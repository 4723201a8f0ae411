"""Whether acts lie in the gmina whose code they bear, as far as outlines of gminas are known."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import shapely
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from plans.importing.read.records import Kind
from sip.geo.crs import PL_1992
from sip.registers.coverage import inside, square_metres

Extent = tuple[float, float, float, float]
# Six digits of a gmina and an extent in EPSG:2180 -> outlines, as WKB, of that gmina and of all that meet the extent.
Outlines = Callable[[str, Extent], dict[str, bytes]]

STAGED: Final = """
SELECT seq, identifier, unit_code, ST_AsBinary(geom) FROM stage_planning_acts
WHERE NOT quarantined AND valid_to IS NULL AND geom IS NOT NULL AND ST_IsValid(geom) AND length(unit_code) = 6
"""
# An act that has so much of the known outline in it reaches beyond what is known of the gmina, not beyond the gmina.
_CONTAINED_SHARE: Final = 0.98
_LEAST_M2: Final = 1.0


def check_units() -> None:
    """Report `outside-unit` into stage_finding: the largest part of an act that lies outside its gmina.

    Outlines drawn for different purposes part: what lies within UNIT_TOLERANCE_M of the gmina is no finding. Where no
    outline of the gmina is known, there is none either.
    """
    outlines: Outlines = import_string(settings.GMINA_OUTLINES)
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        for seq, identifier, code, wkb in cursor.fetchall():
            act = shapely.from_wkb(bytes(wkb))
            known = {unit: shapely.from_wkb(shape) for unit, shape in outlines(code, act.bounds).items()}
            if code not in known or not (strange := list(_outside(act, known.pop(code), known))):
                continue
            place = inside(max(strange, key=shapely.area))
            detail = f"{code} ({square_metres(shapely.union_all(strange))})"
            cursor.execute(
                "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
                " VALUES ('outside-unit', %s, %s, %s, %s, ST_GeomFromWKB(%s, %s))",
                [Kind.ACTS.value, seq, identifier, detail, place.wkb, PL_1992.srid],
            )


def _outside(act: Any, gmina: Any, others: dict[str, Any]) -> Iterator[shapely.Geometry]:
    """Parts of ACT that are surely not in GMINA."""
    rest = shapely.difference(act, shapely.buffer(gmina, settings.UNIT_TOLERANCE_M))
    if shapely.intersection(act, gmina).area >= _CONTAINED_SHARE * gmina.area:
        rest = shapely.intersection(rest, shapely.union_all(list(others.values())))
    for part in shapely.get_parts(rest):
        if part.area > _LEAST_M2:
            yield part
