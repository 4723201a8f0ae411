"""Cases whose time is over lose their people: everywhere, once, whole or not at all; the log proves itself after."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.actors import of_user
from cases.archive.actions import category_change
from cases.documents import storing
from cases.documents.actions import Incoming, document_add, document_open
from cases.drafts import Person
from cases.errors import NotNow
from cases.keeping import anonymising, tasks
from cases.keeping.retention import Keeping, kept
from cases.land.actions import geometry_amend
from cases.land.models import Source
from cases.legacy import keeping
from cases.models import (
    Case,
    CaseEvent,
    CaseParty,
    LegacyCase,
    LegacyRun,
    MapReport,
    Neighbour,
    NeighbourList,
    Order,
    Receipt,
    Service,
)
from cases.payments.actions import order_settle, refund_note
from cases.personal import OF_REPORTS, PERSONAL
from cases.publishing.actions import entry_hold
from cases.publishing.models import ListedFrom, PublicRegister
from cases.reports.workflow import Change
from cases.workflow import Act, Outcome
from sip.audit.chain import first_break
from sip.audit.models import Event
from sip.offices.models import Office, User
from tests.cases.conftest import PARCEL, File
from tests.cases.making import Made, do, draft, file, service_of
from tests.locking import database_url, locked, waits_for_lock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
# Stands in every field that can hold words of people.
MARK = "Gżegżółka"
TODAY = date(2026, 11, 22)
LONG_AGO = datetime(2010, 6, 1, 12, tzinfo=UTC)
WHOLE = Person(
    name=MARK,
    identifier=f"PESEL {MARK}"[:20],
    email="gzegzolka@example.org",
    phone=MARK,
    address=MARK,
    delivery_address=MARK,
)


def of_category(office: Office, category: str, years: int = 5) -> Service:
    service = service_of(office, "wypis-wyrys")
    Service.objects.filter(pk=service.pk).update(archive_category=category, retention_years=years)
    return service_of(office, "wypis-wyrys")


def closed(made: Made, clerk: User, at: datetime = LONG_AGO) -> Case:
    do(clerk, made.case, Act.ACCEPT)
    do(clerk, made.case, Act.CLOSE, outcome=Outcome.DONE, words="Koniec.")
    Case.objects.filter(pk=made.case.pk).update(closed_at=at)
    return Case.objects.select_related("service", "office").get(pk=made.case.pk)


@pytest.mark.parametrize(
    ("category", "years", "closed_on", "last_day"),
    [
        ("B5", 5, datetime(2020, 1, 1, 12, tzinfo=UTC), date(2025, 12, 31)),
        ("B5", 5, datetime(2020, 12, 31, 22, tzinfo=UTC), date(2025, 12, 31)),
        # In Warsaw the year is over already.
        ("B5", 5, datetime(2020, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
        ("B10", 5, datetime(2020, 6, 1, tzinfo=UTC), date(2030, 12, 31)),
        ("B5", 10, datetime(2020, 6, 1, tzinfo=UTC), date(2030, 12, 31)),
        ("Bc", 1, datetime(2020, 6, 1, tzinfo=UTC), date(2021, 12, 31)),
        ("", 3, datetime(2020, 6, 1, tzinfo=UTC), date(2023, 12, 31)),
    ],
)
def test_data_are_kept_for_full_years_after_the_end(
    belzyce: Office, clerk: User, category: str, years: int, closed_on: datetime, last_day: date
) -> None:
    case = closed(file(of_category(belzyce, category, years), parcels=(PARCEL,)), clerk, closed_on)
    found = kept(case)
    assert found.last_day == last_day
    assert not found.is_over(last_day)
    assert found.is_over(last_day + timedelta(days=1))


@pytest.mark.parametrize(("category", "how"), [("A", Keeping.FOR_EVER), ("B-5", Keeping.UNKNOWN), ("BE5", "judged")])
def test_what_is_kept_for_ever_unknown_or_to_be_judged_stays(
    belzyce: Office, clerk: User, category: str, how: str
) -> None:
    case = closed(file(of_category(belzyce, category), parcels=(PARCEL,)), clerk)
    assert kept(case).how == how
    assert anonymising.cases_anonymise_due(TODAY) == 0
    assert case.parties.get().name


def test_what_the_state_archive_looked_at_goes_on_its_word(belzyce: Office, clerk: User) -> None:
    case = closed(file(of_category(belzyce, "BE5"), parcels=(PARCEL,)), clerk)
    assert anonymising.due(TODAY).judged == (case.sign,)
    assert anonymising.cases_anonymise_due(TODAY, is_assessed=True) == 1
    assert case.parties.get().name == ""


def test_an_open_case_and_a_draft_stay_however_old(belzyce: Office) -> None:
    service = of_category(belzyce, "B5")
    made = file(service, parcels=(PARCEL,))
    draft(service, parcels=(PARCEL,))
    Case.objects.filter(pk=made.case.pk).update(filed_at=LONG_AGO)
    assert anonymising.due(TODAY).over == ()


@pytest.fixture
def full(belzyce: Office, clerk: User, head: User, stranger: User) -> Case:
    """A closed case with MARK in each personal field of each of its tables."""
    service = of_category(belzyce, "B5")
    service.differences = {}
    service.register = PublicRegister.objects.create(code="wypisy", name="Wypisy", listed_from=ListedFrom.FILED)
    service.save()
    made = file(
        service,
        parcels=(PARCEL, f"działka, którą ma {MARK}"),
        answers={"scope": "wypis i wyrys", "delivery": "elektronicznie", "plan": MARK},
        applicant=WHOLE,
        proxy=WHOLE,
    )
    case = made.case
    incoming = Incoming([MARK.encode()], f"{MARK}.txt", f"text/{MARK}", MARK)
    document_add(actor=made.applicant, case=case, incoming=incoming)
    do(clerk, case, Act.ACCEPT)
    do(clerk, case, Act.SUSPEND, basis=f"art. 97, {MARK}", reason=MARK)
    do(clerk, case, Act.RESUME, reason=MARK)
    do(clerk, case, Act.NOTE, reason=MARK)
    do(made.applicant, case, Act.MESSAGE, words=MARK)
    case.refresh_from_db()
    assert case.shape is not None
    geometry_amend(
        actor=of_user(clerk),
        case=case,
        version=case.version,
        shape=case.shape.buffer(1),
        source=Source.AMENDED,
        reason=MARK,
    )
    order_settle(actor=of_user(clerk), order=case.orders.get(), proof=MARK)
    refund_note(actor=of_user(clerk), order=case.orders.get(), amount=case.orders.get().amount, reason=MARK)
    other = Order.objects.create(case=case, amount=1, why="top-up", cancelled_at=timezone.now(), cancel_reason=MARK)
    assert other.pk
    do(clerk, case, Act.HAND_OVER, body=MARK, reason=MARK)
    case.refresh_from_db()
    category_change(actor=of_user(head), case=case, version=case.version, category="B2", reason=MARK)
    entry_hold(user=clerk, case=case, reason=MARK)
    # What other rooms write, by their tables alone.
    run = LegacyRun.objects.create(office=belzyce, service=service, name="rejestr.csv", sha256="0", is_preview=False)
    LegacyCase.objects.create(
        case=case, office=belzyce, key="1", run=run, row=1, typed={"kto": MARK}, digest=MARK, notes=[MARK]
    )
    listed = NeighbourList.objects.create(
        case=case, number=1, actor=clerk, subject="parcels", within_m=4, tolerance_m=1
    )
    Neighbour.objects.create(of_list=listed, position=1, identifier=PARCEL, origin="typed", is_party=True, words=MARK)
    CaseParty.objects.update(parcels=[PARCEL])
    case.mails.create(to="gzegzolka@example.org", subject=MARK, words=MARK)
    Case.objects.filter(pk=case.pk).update(closed_at=LONG_AGO, account=stranger)
    return Case.objects.get(pk=case.pk)


def everything() -> dict[str, str]:
    """All that the tables of cases hold, a text for each field."""
    found = {}
    for model in apps.get_app_config("cases").get_models():
        for field in model._meta.concrete_fields:
            values = model._default_manager.values_list(field.attname, flat=True)
            found[f"{model.__name__}.{field.name}"] = " ".join(map(_said, values))
    return found


def _said(value: object) -> str:
    return str(value.hex) if isinstance(value, GEOSGeometry) else repr(value)


def with_mark() -> set[str]:
    return {name for name, text in everything().items() if MARK in text or "gzegzolka" in text}


def test_each_personal_field_of_each_table_is_wiped_and_no_other_holds_any(full: Case) -> None:
    listed = {f"{entry.model.__name__}.{entry.field}" for entry in PERSONAL}
    assert with_mark() <= listed
    before = everything()

    assert anonymising.cases_anonymise_due(TODAY) == 1

    assert with_mark() == set()
    changed = {name for name, text in everything().items() if text != before[name]}
    # The change itself is told to systems of the office, and numbered among those of public registers.
    told = {name for name in changed if name.startswith(("CaseChange.", "PublicVersion."))}
    # No other system has filed this case or was told of it.
    without = {"ClientFiling.digest", "HookDelivery.said"}
    assert changed - told == listed - without | {"Case.anonymised_at", "Case.version"}


def test_what_the_office_needs_stays(full: Case) -> None:
    before = (full.sign, full.filed_at, full.service_id, full.outcome, full.closed_at, full.deadline, full.number)
    acts = list(full.events.values_list("act", "at"))
    parcels = list(full.parcels.values_list("identifier", "sha256", "geom"))

    anonymising.cases_anonymise_due(TODAY)

    case = Case.objects.get(pk=full.pk)
    assert (
        case.sign,
        case.filed_at,
        case.service_id,
        case.outcome,
        case.closed_at,
        case.deadline,
        case.number,
    ) == before
    assert list(case.events.values_list("act", "at")) == acts
    assert list(case.parcels.values_list("identifier", "sha256", "geom")) == parcels
    assert case.typed_parcels == [PARCEL]
    assert case.receipt.sha256
    assert str(case.sign) in case.receipt.content


def test_the_log_holds_nothing_of_people_and_proves_itself_afterwards(full: Case) -> None:
    digest = full.documents.get().sha256
    anonymising.cases_anonymise_due(TODAY)

    told = " ".join(map(repr, Event.objects.values_list("old", "new", "reason")))
    assert MARK not in told
    assert digest not in told
    assert Event.objects.filter(action="case.anonymise", object_id=str(full.pk)).count() == 1
    assert first_break() is None


def test_a_second_time_changes_nothing(full: Case) -> None:
    anonymising.cases_anonymise_due(TODAY)
    before, events = everything(), Event.objects.count()
    assert anonymising.cases_anonymise_due(TODAY) == 0
    assert not anonymising.case_anonymise(number=full.pk, today=TODAY)
    assert (everything(), Event.objects.count()) == (before, events)


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_files_go_when_the_rest_is_committed(full: Case) -> None:
    stored = full.documents.get().stored
    anonymising.cases_anonymise_due(TODAY)
    assert not storing.storage().exists(stored)


def test_an_anonymised_case_changes_no_more_and_its_documents_do_not_open(full: Case, head: User) -> None:
    anonymising.cases_anonymise_due(TODAY)
    case = Case.objects.select_related("office", "service").get(pk=full.pk)
    with pytest.raises(NotNow):
        do(head, case, Act.REOPEN, reason="jednak")
    with pytest.raises(NotNow):
        document_open(actor=of_user(head), document=case.documents.select_related("case").get(), is_confirmed=True)


def test_append_only_rows_are_erased_only_of_anonymised_cases_and_only_in_their_fields(full: Case) -> None:
    def refused(change: dict[str, Any], rows: Any) -> bool:
        try:
            with transaction.atomic():
                rows.update(**change)
        except IntegrityError:
            return True
        return False

    receipts, events = Receipt.objects.filter(case=full), CaseEvent.objects.filter(case=full)
    assert refused({"content": "{}"}, receipts)
    assert refused({"data": {}}, events)
    anonymising.cases_anonymise_due(TODAY)
    assert refused({"sha256": "0"}, receipts)
    assert refused({"act": "note"}, events)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_receipt")


def test_the_command_says_first_what_it_would_do(full: Case, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("anonymise_cases", dry_run=True)
    assert str(full.sign) in capsys.readouterr().out
    assert full.parties.exclude(name="").exists()
    call_command("anonymise_cases", office="starostwo")
    assert full.parties.exclude(name="").exists()
    call_command("anonymise_cases", office="belzyce")
    assert not full.parties.exclude(name="").exists()


def test_bytes_that_nothing_names_are_swept_when_they_are_a_day_old(full: Case) -> None:
    orphan, legacy = storing.store([b"sierota"], 100).name, storing.store([b"rejestr"], 100).name
    LegacyRun.objects.update(stored=legacy)
    kept_file = full.documents.get().stored
    assert anonymising.orphans_sweep(timezone.now()) == 0
    assert anonymising.orphans_sweep(timezone.now() + timedelta(days=2)) >= 1
    assert not storing.storage().exists(orphan)
    assert storing.storage().exists(kept_file)
    assert storing.storage().exists(legacy)


def test_files_of_former_registers_are_swept_when_no_import_names_them(db: None) -> None:
    orphan, named = (keeping.keep_upload(ContentFile(b"rejestr"), "r.geojson") for _ in range(2))
    keeping_run(named)

    anonymising.orphans_sweep(timezone.now() + timedelta(days=2))

    assert (storing.storage().exists(orphan), storing.storage().exists(named)) == (False, True)


def test_files_of_former_registers_go_in_a_night_after_their_time(db: None) -> None:
    run = keeping_run(keeping.keep_upload(ContentFile(b"rejestr"), "r.csv"), timezone.now() - timedelta(days=31))

    tasks.tidy_up.call()
    run.refresh_from_db()

    assert run.stored == ""


def keeping_run(stored: str, created_at: datetime | None = None) -> LegacyRun:
    service = Service.objects.first()
    assert service is not None
    begun = {"created_at": created_at} if created_at else {}
    return LegacyRun.objects.create(
        office=service.office, service=service, name="r", sha256="0" * 64, stored=stored, is_preview=True, **begun
    )


@pytest.mark.parametrize(("status", "is_left"), [("SUCCESSFUL", 0), ("FAILED", 0), ("RUNNING", 0), ("READY", 1)])
def test_tasks_that_are_over_are_forgotten_after_two_weeks(db: None, status: str, is_left: int) -> None:
    moment = timezone.now() - timedelta(days=15)
    finished = moment if status in ("SUCCESSFUL", "FAILED") else None
    number = tasks.tidy_up.enqueue().id
    DBTaskResult.objects.filter(pk=number).update(status=status, started_at=moment, finished_at=finished)

    tasks.tasks_forget(timezone.now())

    assert DBTaskResult.objects.filter(pk=number).count() == is_left


def test_words_of_old_reports_go(file: File) -> None:
    report, _code = file(words=MARK, contact="gzegzolka@example.org")
    report.steps.create(change=Change.values[0], state=report.state, answer=MARK, note=MARK)
    MapReport.objects.filter(pk=report.pk).update(state="unchanged", closed_at=LONG_AGO, whereabouts=MARK)
    assert with_mark() == {f"{entry.model.__name__}.{entry.field}" for entry in OF_REPORTS}
    assert anonymising.reports_anonymise_due(TODAY) == 1
    assert with_mark() == set()
    assert anonymising.reports_anonymise_due(TODAY) == 0


def test_each_night_puts_down_the_next_and_never_two(db: None) -> None:
    waiting = DBTaskResult.objects.filter(task_path=tasks.tidy_up.module_path, status="READY")
    tasks.tonight_ensure()
    tasks.tonight_ensure()
    tasks.tidy_up.call()
    assert waiting.count() == 1


def test_a_draft_whose_task_was_lost_goes_in_the_night(full: Case) -> None:
    case, _holder, _link = draft(full.service)
    Case.objects.filter(pk=case.pk).update(expires_at=timezone.now() - timedelta(days=1))

    assert tasks.tidy_up.call()["drafts"] == 1
    assert list(Case.objects.all()) == [full]


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
@pytest.mark.parametrize("table", ["cases_caseparty", "cases_receipt", "audit_head"])
def test_a_process_killed_while_it_anonymises_leaves_the_case_whole(full: Case, table: str) -> None:
    before, stored = everything(), full.documents.get().stored
    with locked(table):
        child = subprocess.Popen(
            [sys.executable, "manage.py", "anonymise_cases"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url()},
        )
        while child.poll() is None and not waits_for_lock("sip anonymise_cases"):
            pass
        assert child.poll() is None, "the child never came to the locked table"
        child.send_signal(signal.SIGKILL)
        child.wait()

    assert everything() == before
    assert storing.storage().exists(stored)
    assert anonymising.cases_anonymise_due(TODAY) == 1
    assert with_mark() == set()
    assert first_break() is None
