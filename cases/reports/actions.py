"""Changes of a report of an error: permission, lock, change and audit event in one transaction.

Events hold numbers and kinds, never what a person wrote nor their address.
"""

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import codes
from cases.reports.models import Kind, MapReport, MapReportStep
from cases.reports.places import Place
from cases.reports.querysets import MapReportQuerySet
from cases.reports.workflow import CLOSED, RULES, Change, State
from sip.audit.actions import record
from sip.geo.crs import PL_1992
from sip.offices.areas import registration_codes
from sip.offices.models import Office, User
from sip.offices.permissions import Action

OBJECT = "map-report"


class Overtaken(Exception):
    """Someone else changed the report since it was read."""


class NotNow(Exception):
    """The report's state does not allow the change, or the answer that it needs is missing."""


@transaction.atomic
def report_file(*, kind: Kind, description: str, contact: str, place: Place) -> tuple[MapReport, str]:
    """Take a resident's report in; returns it and its secret code, which is kept nowhere."""
    code = codes.new_code()
    report = MapReport.objects.create(
        kind=kind,
        description=description,
        contact=contact,
        place=Point(*place.point, srid=PL_1992.srid) if place.point else None,
        zoom=place.zoom,
        parcel=place.parcel,
        whereabouts=place.words,
        unit_code=_answering(place.unit),
        code_hash=codes.hash_of(code),
    )
    record(
        actor=None,
        action="map-report.file",
        object_type=OBJECT,
        object_id=report.pk,
        new={"kind": kind, "unit": report.unit_code},
    )
    return report, code


def _answering(unit: str) -> str:
    """UNIT where an office's area has it, else nothing: then the starostwo answers."""
    areas = Office.objects.values_list("unit", flat=True)
    return unit if unit and any(unit in registration_codes(area) for area in areas) else ""


@transaction.atomic
def report_change(
    *, actor: User, report: MapReport, change: Change, version: int, answer: str = "", note: str = ""
) -> MapReport:
    """Do CHANGE with a report read as VERSION. ANSWER is for the reporter, NOTE stays in the office.

    Raises PermissionDenied, Overtaken, NotNow.
    """
    locked = _locked(report, actor, Action.HANDLE_REPORTS)
    if locked.version != version:
        raise Overtaken
    rule, before = RULES[change], State(locked.state)
    if before not in rule.sources or (rule.needs_answer and not answer):
        raise NotNow
    locked.state = rule.target or before
    locked.closed_at = (locked.closed_at if before in CLOSED else timezone.now()) if locked.state in CLOSED else None
    locked.version += 1
    locked.save(update_fields=["state", "closed_at", "version"])
    MapReportStep.objects.create(
        report=locked, actor=actor, change=change, state=locked.state, answer=answer, note=note
    )
    record(
        actor=actor,
        action=f"map-report.{change}",
        object_type=OBJECT,
        object_id=locked.pk,
        old={"state": before},
        new={"state": locked.state, "version": locked.version},
    )
    return locked


@transaction.atomic
def contact_show(*, actor: User, report: MapReport) -> str:
    """The reporter's address; that it was looked at is an event. Raises PermissionDenied."""
    locked = _locked(report, actor, Action.HANDLE_REPORTS)
    record(actor=actor, action="map-report.contact-show", object_type=OBJECT, object_id=locked.pk)
    return locked.contact


@transaction.atomic
def contact_wipe(*, actor: User | None, report: MapReport) -> None:
    """Forget the reporter's address: on a clerk's word, or without an actor on the reporter's own.

    Raises PermissionDenied.
    """
    if actor:
        _locked(report, actor, Action.HANDLE_REPORTS)
    _wipe(MapReport.objects.filter(pk=report.pk).exclude(contact=""), actor)


@transaction.atomic
def contacts_wipe_due() -> int:
    """Forget the address of everyone whose report was closed REPORT_CONTACT_DAYS ago; returns how many."""
    return _wipe(MapReport.objects.with_contact_due(timezone.now()), None)


def _wipe(reports: MapReportQuerySet, actor: User | None) -> int:
    numbers = list(reports.select_for_update().values_list("pk", flat=True))
    MapReport.objects.filter(pk__in=numbers).update(contact="")
    for number in numbers:
        record(actor=actor, action="map-report.contact-wipe", object_type=OBJECT, object_id=number)
    return len(numbers)


def _locked(report: MapReport, actor: User, action: Action) -> MapReport:
    """The row, locked until the transaction's end, where ACTOR may do ACTION with it."""
    reachable = MapReport.objects.within_reach(actor, action)
    found = reachable.select_for_update().filter(pk=report.pk).first()
    if found is None:
        raise PermissionDenied
    return found
