"""Shapes of cases: each correction is a new version with its reason; the first stays as it came."""

from django.contrib.gis.geos import GEOSGeometry, WKBWriter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import Actor
from cases.changes.actions import note
from cases.errors import Incomplete, NotNow
from cases.land.models import CaseGeometry, Source
from cases.models import Case
from cases.workflow import OPEN, Who
from sip.geo.crs import PL_1992, POLAND

MOST_POINTS = 10_000
MOST_REASON = 500


def checked(shape: GEOSGeometry) -> GEOSGeometry:
    """SHAPE in EPSG:2180 where it can be a case's: valid, within Poland, not too many points. Raises Incomplete."""
    west, south, east, north = shape.extent if not shape.empty else (0.0, 0.0, 0.0, 0.0)
    if shape.srid != PL_1992.srid or not (
        POLAND[0] <= west <= east <= POLAND[2] and POLAND[1] <= south <= north <= POLAND[3]
    ):
        raise Incomplete({"shape": [_("Kształt leży poza Polską.")]})
    if shape.num_coords > MOST_POINTS:
        raise Incomplete({"shape": [_("Kształt ma więcej niż %d punktów; uprość go.") % MOST_POINTS]})
    if not shape.valid:
        raise Incomplete({"shape": [_("Granica kształtu przecina sama siebie; narysuj ją bez pętli.")]})
    return flat(shape)


def flat(shape: GEOSGeometry) -> GEOSGeometry:
    """Without heights, which files of surveys bring and cases do not keep."""
    return GEOSGeometry(memoryview(WKBWriter(dim=2).write(shape)), srid=shape.srid) if shape.hasz else shape


@transaction.atomic
def geometry_amend(
    *, actor: Actor, case: Case, version: int, shape: GEOSGeometry, source: Source, reason: str
) -> CaseGeometry:
    """Give an open case the next version of its shape (EPSG:2180).

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete.
    """
    found = writing.locked(case)
    if not writing.permitted(found, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    writing.seen(found, version)
    if found.state not in OPEN:
        raise NotNow
    if not reason or len(reason) > MOST_REASON or "\0" in reason:
        raise Incomplete({"reason": [_("Podaj powód poprawki, najwyżej %d znaków.") % MOST_REASON]})
    added = add(found, checked(shape), source, actor, reason)
    found.shape, found.shape_source = shape, source
    found.version += 1
    found.save(update_fields=["shape", "shape_source", "version"])
    note(
        actor=actor,
        case=found,
        action="case.geometry-amend",
        new={"geometry": added.number, "source": source, "version": found.version},
    )
    return added


def add(case: Case, shape: GEOSGeometry, source: Source, actor: Actor, reason: str = "") -> CaseGeometry:
    """Append a version to a case that is locked."""
    number = case.geometries.count() + 1
    return CaseGeometry.objects.create(
        case=case, number=number, source=source, geom=shape, reason=reason, actor=actor.user, at=timezone.now()
    )
