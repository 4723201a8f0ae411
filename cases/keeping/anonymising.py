"""Takes people out of cases whose time is over: each case in one transaction, its files when that is committed.

What stays: sign, dates, service, parcels, shapes, outcome, steps, amounts; so registers and figures remain true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cases.actors import SYSTEM, of_user
from cases.changes.actions import note
from cases.clock.terms import WARSAW, day_of
from cases.documents import storing
from cases.documents.models import Document
from cases.keeping.retention import Keeping, kept, perhaps_over
from cases.models import Case, LegacyRun, MapReport, MapReportStep
from cases.personal import OF_REPORTS, PERSONAL, Personal, rows_of
from cases.querysets import CaseQuerySet
from sip.audit.actions import record
from sip.offices.models import Office, User

# Bytes arrive before the row that names them: younger ones may be on their way.
YOUNG: Final = timedelta(days=1)
# Of documents (storing.store), and of files of former registers with their reports (legacy.keeping).
NAME: Final = re.compile(r"^(?:[\w-]{2}/[\w-]{43}|legacy/[\w-]{43}(?:\.[a-z]{2,7})?)\Z")
REPORT_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Due:
    """`over`: numbers of cases to anonymise; `judged`: signs of those that wait for the state archive's word."""

    over: tuple[int, ...]
    judged: tuple[str, ...]


def due(today: date, offices: CaseQuerySet | None = None, *, is_assessed: bool = False) -> Due:
    """Of all cases, or of those given."""
    over, judged = [], []
    cases = perhaps_over(Case.objects.all() if offices is None else offices, today)
    for case in cases.order_by("pk").iterator(chunk_size=500):
        found = kept(case)
        if found.is_over(today, is_assessed=is_assessed):
            over.append(case.pk)
        elif found.how is Keeping.JUDGED and found.is_over(today, is_assessed=True):
            judged.append(case.sign or "")
    return Due(tuple(over), tuple(judged))


@transaction.atomic
def case_anonymise(*, number: int, today: date, is_assessed: bool = False, actor: User | None = None) -> bool:
    """False where the case is not due, was done before, or someone is changing it now: then another night does it."""
    rows = Case.objects.select_for_update(of=("self",), skip_locked=True).select_related("service", "office")
    case = rows.filter(pk=number, anonymised_at__isnull=True).first()
    if case is None or not kept(case).is_over(today, is_assessed=is_assessed):
        return False
    # First: the triggers of append-only rows let go of what is personal only where this is set.
    case.version += 1
    Case.objects.filter(pk=number).update(anonymised_at=timezone.now(), version=case.version)
    files = [document.stored for document in case.documents.all()]
    erased = {model.__name__: erase(list(rows_of(model, case)), entries) for model, entries in by_model(PERSONAL)}
    note(
        actor=of_user(actor) if actor else SYSTEM,
        case=case,
        action="case.anonymise",
        new={"category": case.category, "closed_on": day_of(case.closed_at or timezone.now()), "rows": erased},
    )
    transaction.on_commit(partial(_remove, files))
    return True


def by_model(entries: tuple[Personal, ...]) -> Iterator[tuple[Any, list[Personal]]]:
    ordered = sorted(entries, key=lambda entry: entry.model.__name__)
    return ((model, list(group)) for model, group in groupby(ordered, key=lambda entry: entry.model))


def erase(rows: list[Any], entries: list[Personal]) -> int:
    """What is worked out of a row is so before any of the row is changed."""
    for row in rows:
        values = {entry.field: entry.value(row) for entry in entries}
        for field, value in values.items():
            setattr(row, field, value)
        row.save(update_fields=list(values))
    return len(rows)


def _remove(files: list[str]) -> None:
    for name in files:
        storing.remove(name)


def cases_anonymise_due(today: date, offices: CaseQuerySet | None = None, *, is_assessed: bool = False) -> int:
    """Each by itself, so that what is done stays done wherever this ends; returns how many."""
    numbers = due(today, offices, is_assessed=is_assessed).over
    return sum(case_anonymise(number=number, today=today, is_assessed=is_assessed) for number in numbers)


def orphans_sweep(now: datetime) -> int:
    """Remove stored bytes that nothing names: of processes that ended between the two; returns how many."""
    names = [name for name in _stored() if storing.storage().get_modified_time(name) < now - YOUNG]
    known = _named(Document, "stored", names) | _named(LegacyRun, "stored", names) | _named(LegacyRun, "report", names)
    orphans = [name for name in names if name not in known]
    _remove(orphans)
    return len(orphans)


def _named(model: type[Model], field: str, names: list[str]) -> set[str]:
    return set(model._default_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True))


def _stored() -> Iterator[str]:
    """Only what is called as ours; other things in the storage are not ours to judge."""
    storage = storing.storage()
    if not storage.exists("."):
        return
    for folder in storage.listdir(".")[0]:
        yield from (name for file in storage.listdir(folder)[1] if NAME.match(name := f"{folder}/{file}"))


def reports_anonymise_due(today: date) -> int:
    """Words of reports that were closed so many full years ago; returns how many."""
    ended = datetime(today.year - REPORT_YEARS, 1, 1, tzinfo=WARSAW)
    closed = MapReport.objects.filter(closed_at__lt=ended).exclude(description="")
    return sum(_report_anonymise(number) for number in list(closed.values_list("pk", flat=True)))


@transaction.atomic
def _report_anonymise(number: int) -> bool:
    report = MapReport.objects.select_for_update().get(pk=number)
    rows: dict[Any, list[Any]] = {MapReport: [report], MapReportStep: list(report.steps.all())}
    for model, entries in by_model(OF_REPORTS):
        erase(rows[model], entries)
    record(actor=None, action="map-report.anonymise", object_type="map-report", object_id=number)
    return True


def of_office(office: Office | None) -> CaseQuerySet | None:
    return None if office is None else Case.objects.filter(office=office)
