"""The way of a report: every state and change against the table written out once more, and what each leaves behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cases.reports import actions
from cases.reports.models import MapReport
from cases.reports.workflow import Change, State, changes_from
from sip.audit.chain import first_break
from sip.audit.models import Event
from sip.offices.models import Role, User
from tests.cases.conftest import CONTACT, WORDS, File
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

N, P, C, U = State.NEW, State.IN_PROGRESS, State.CORRECTED, State.UNCHANGED
EXPECTED = {
    (N, Change.TAKE): P,
    (N, Change.CORRECT): C,
    (N, Change.LEAVE): U,
    (N, Change.NOTE): N,
    (P, Change.CORRECT): C,
    (P, Change.LEAVE): U,
    (P, Change.NOTE): P,
    (C, Change.REOPEN): P,
    (C, Change.NOTE): C,
    (U, Change.REOPEN): P,
    (U, Change.NOTE): U,
}
WAYS = {N: (), P: (Change.TAKE,), C: (Change.CORRECT,), U: (Change.LEAVE,)}


def do(actor: User, report: MapReport, change: Change, answer: str = "Sprawdzono.", note: str = "") -> MapReport:
    return actions.report_change(
        actor=actor, report=report, change=change, version=report.version, answer=answer, note=note
    )


def in_state(actor: User, report: MapReport, state: State) -> MapReport:
    for change in WAYS[state]:
        report = do(actor, report, change)
    return report


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("change", Change)
def test_a_change_leads_where_the_table_says_or_is_refused(
    keeper: User, file: File, state: State, change: Change
) -> None:
    report = in_state(keeper, file()[0], state)
    target = EXPECTED.get((state, change))

    if target is None:
        with pytest.raises(actions.NotNow):
            do(keeper, report, change)
    else:
        assert do(keeper, report, change).state == target
    assert (change in changes_from(state)) is (target is not None)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("change", Change)
def test_only_register_keepers_change_reports(
    keeper: User, belzyce: object, give_role: GiveRole, file: File, role: Role, change: Change
) -> None:
    person = keeper if role is Role.REGISTER_KEEPER else give_role(keeper.memberships.get().office, role)
    state = next(state for (state, possible) in EXPECTED if possible is change)
    report = in_state(keeper, file()[0], state)

    if role is Role.REGISTER_KEEPER:
        assert do(person, report, change).version > report.version
    else:
        with pytest.raises(PermissionDenied):
            do(person, report, change)


def test_a_keeper_of_another_area_changes_nothing(keeper_of_belzyce: User, file: File) -> None:
    report, _code = file("060904_2.0001.1")

    with pytest.raises(PermissionDenied):
        do(keeper_of_belzyce, report, Change.TAKE)
    assert MapReport.objects.get().state == State.NEW


def test_a_change_read_before_anothers_is_refused(keeper: User, file: File) -> None:
    report, _code = file()
    do(keeper, report, Change.TAKE)

    with pytest.raises(actions.Overtaken):
        do(keeper, report, Change.LEAVE)
    assert MapReport.objects.get().state == State.IN_PROGRESS


@pytest.mark.parametrize("change", [Change.CORRECT, Change.LEAVE])
def test_closing_needs_an_answer(keeper: User, file: File, change: Change) -> None:
    with pytest.raises(actions.NotNow):
        do(keeper, file()[0], change, answer="")


def test_each_step_is_kept_with_who_took_it(keeper: User, file: File) -> None:
    report = do(keeper, file()[0], Change.TAKE, answer="", note="dzwonić do geodety")
    do(keeper, report, Change.CORRECT, answer="Poprawiono.")

    kept = [(step.change, step.state, step.actor, step.answer, step.note) for step in report.steps.all()]
    assert kept == [
        ("take", "in-progress", keeper, "", "dzwonić do geodety"),
        ("correct", "corrected", keeper, "Poprawiono.", ""),
    ]


def test_reopening_takes_the_day_of_closing_away(keeper: User, file: File) -> None:
    report = do(keeper, file()[0], Change.CORRECT)
    assert report.closed_at is not None

    assert do(keeper, report, Change.REOPEN).closed_at is None


def test_a_note_on_a_closed_report_keeps_its_day_of_closing(keeper: User, file: File) -> None:
    report = do(keeper, file()[0], Change.CORRECT)

    assert do(keeper, report, Change.NOTE).closed_at == report.closed_at


def test_the_log_tells_of_every_step_and_holds_nothing_personal(keeper: User, file: File) -> None:
    report, code = file()
    report = do(keeper, report, Change.TAKE, note="zapytać Jana Zmyślonego")
    actions.contact_show(actor=keeper, report=report)
    actions.contact_wipe(actor=None, report=report)

    events = Event.objects.filter(object_type="map-report").order_by("sequence")
    assert [(event.action, event.actor) for event in events] == [
        ("map-report.file", None),
        ("map-report.take", keeper.pk),
        ("map-report.contact-show", keeper.pk),
        ("map-report.contact-wipe", None),
    ]
    told = str(list(events.values()))
    assert not [secret for secret in (CONTACT, WORDS, code, "Jana") if secret in told]
    assert first_break() is None


def test_the_code_is_kept_nowhere(file: File) -> None:
    _report, code = file()

    assert code not in str(MapReport.objects.values().get())
    assert code.replace("-", "") not in str(MapReport.objects.values().get())


def closed(keeper: User, report: MapReport, days: int) -> None:
    do(keeper, report, Change.CORRECT)
    MapReport.objects.filter(pk=report.pk).update(closed_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("days", "left"), [(29, CONTACT), (30, ""), (400, "")])
def test_an_address_goes_when_its_time_is_over(
    keeper: User, file: File, settings: Settings, days: int, left: str
) -> None:
    settings.REPORT_CONTACT_DAYS = 30
    report, _code = file()
    closed(keeper, report, days)

    call_command("wipe_contacts", verbosity=0)

    assert MapReport.objects.get().contact == left


def test_an_open_report_keeps_its_address(file: File) -> None:
    report, _code = file()
    MapReport.objects.filter(pk=report.pk).update(filed_at=timezone.now() - timedelta(days=4000))

    assert actions.contacts_wipe_due() == 0
    assert MapReport.objects.get().contact == CONTACT


def test_an_address_forgotten_twice_is_one_event(keeper: User, file: File) -> None:
    report, _code = file()

    actions.contact_wipe(actor=keeper, report=report)
    actions.contact_wipe(actor=keeper, report=report)

    assert Event.objects.filter(action="map-report.contact-wipe").count() == 1


def test_another_areas_keeper_neither_sees_nor_wipes_an_address(keeper_of_belzyce: User, file: File) -> None:
    report, _code = file("060904_2.0001.1")

    for act in (actions.contact_show, actions.contact_wipe):
        with pytest.raises(PermissionDenied):
            act(actor=keeper_of_belzyce, report=report)
    assert MapReport.objects.get().contact == CONTACT
