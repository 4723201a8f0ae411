"""Whether acts lie in the gmina whose code they bear, as far as outlines of gminas are known."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from plans.importing.read.records import Kind
from sip.geo.crs import PL_1992
from sip.geo.proof import in_voivodeship
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


def check_units() -> bool:
    """Report `outside-unit` into stage_finding: the largest part of an act outside its gmina; whether there was any.

    Outlines drawn for different purposes part: what lies within UNIT_TOLERANCE_M of the gmina is no finding. Where no
    outline of the gmina is known, other gminas and the extent of the voivodeship tell what surely is outside.
    """
    outlines: Outlines = import_string(settings.GMINA_OUTLINES)
    any_found = False
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        for seq, identifier, code, wkb in cursor.fetchall():
            act = shapely.from_wkb(bytes(wkb))
            known = {unit: shapely.from_wkb(shape) for unit, shape in outlines(code, act.bounds).items()}
            gmina = known.pop(code, None)
            parts = _elsewhere(act, code, known) if gmina is None else _outside(act, gmina, known)
            if not (strange := [part for part in parts if shapely.area(part) > _LEAST_M2]):
                continue
            any_found = True
            place = inside(max(strange, key=shapely.area))
            detail = f"{code} ({square_metres(shapely.union_all(strange))})"
            cursor.execute(
                "INSERT INTO stage_finding (code, kind, seq, identifier, detail, place)"
                " VALUES ('outside-unit', %s, %s, %s, %s, ST_GeomFromWKB(%s, %s))",
                [Kind.ACTS.value, seq, identifier, detail, place.wkb, PL_1992.srid],
            )
    return any_found


def _outside(act: Any, gmina: Any, others: dict[str, Any]) -> Iterable[shapely.Geometry]:
    """Parts of ACT that are surely not in GMINA."""
    rest = shapely.difference(act, shapely.buffer(gmina, settings.UNIT_TOLERANCE_M))
    if shapely.intersection(act, gmina).area >= _CONTAINED_SHARE * gmina.area:
        rest = shapely.intersection(rest, shapely.union_all(list(others.values())))
    return shapely.get_parts(rest)


def _elsewhere(act: Any, code: str, others: dict[str, Any]) -> Iterable[shapely.Geometry]:
    """Parts of ACT that are surely not in the gmina of CODE, of which no outline is known."""
    middle = shapely.point_on_surface(act)
    if not in_voivodeship(np.array([[middle.x, middle.y]]), [code[:2]])[0]:
        return shapely.get_parts(act)
    inner = shapely.buffer(shapely.union_all(list(others.values())), -settings.UNIT_TOLERANCE_M)
    return shapely.get_parts(shapely.intersection(act, inner))
