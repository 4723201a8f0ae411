"""Moving a former register: nothing is dropped in silence, nothing twice, no bad row stops another."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from cases.catalogue.models import ServiceForm
from cases.clock.terms import day_of
from cases.land.snapshots import is_whole
from cases.legacy import counters, importing, making
from cases.legacy.importing import Busy
from cases.legacy.making import Ready
from cases.legacy.reading import Row
from cases.models import (
    Case,
    CaseChange,
    CaseClockEvent,
    CaseTask,
    HookDelivery,
    LegacyCase,
    LegacyRun,
    ParcelSnapshot,
    SignCounter,
)
from cases.workflow import Act, Outcome, State
from sip.audit.chain import first_break
from sip.audit.models import Event
from sip.offices.models import Office, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.legacy.conftest import HEAD, Move, moved_case, row
from tests.cases.making import do, file, service_of

pytestmark = pytest.mark.django_db
HEIRS = {f"{IN_BELZYCE}.2/1", f"{IN_BELZYCE}.2/2"}
OPEN = "PP.6730.{number}.{year};{filed};;w toku;Anna Dawna;;060901_5.0001.1;"


def test_a_closed_case_is_there_with_its_past_and_without_a_clock(move: Move, belzyce: Office) -> None:
    assert move(row()).results == ["moved"]
    case = moved_case()

    assert (case.sign, case.number, case.year, case.office) == ("PP.6730.1.2023", 1, 2023, belzyce)
    assert (case.state, case.outcome, case.deadline) == (State.CLOSED, Outcome.GRANTED, None)
    assert case.filed_at
    assert case.closed_at
    assert (day_of(case.filed_at), day_of(case.closed_at)) == (date(2023, 5, 4), date(2023, 7, 1))
    assert [event.after for event in case.events.all()] == ["filed", "closed"]
    assert not CaseClockEvent.objects.exists()
    assert case.parties.get().name == "Anna Dawna"
    assert case.answers == {"przedmiot": "budowa domu"}


def test_an_open_case_has_its_clock_from_the_day_it_was_filed(move: Move) -> None:
    move(OPEN.format(number=3, year=2025, filed="5.3.25"))
    case = moved_case()

    assert (case.state, case.is_stopped) == (State.ACCEPTED, False)
    assert case.deadline
    assert case.deadline > date(2025, 3, 5)
    assert case.clock_events.get().day == date(2025, 3, 5)


def test_a_moved_case_goes_on_like_any_other(move: Move, clerk: User) -> None:
    move(OPEN.format(number=3, year=2025, filed="2025-03-05"))
    case = do(clerk, moved_case(), Act.DECIDE, outcome=Outcome.GRANTED)

    assert case.state == State.DECIDED


def test_the_parcel_is_kept_as_it_was_on_the_day_of_filing(move: Move) -> None:
    move(row())
    snapshot = ParcelSnapshot.objects.get()

    assert (snapshot.identifier, snapshot.is_known, is_whole(snapshot)) == (f"{IN_BELZYCE}.1", True, True)
    assert json.loads(snapshot.content)["as_of"] == "2023-05-04"
    case = moved_case()
    assert case.shape is not None
    assert case.geometries.get().number == 1


def test_a_parcel_divided_since_stays_what_it_was_and_an_open_case_gets_a_task(move: Move) -> None:
    move(OPEN.format(number=4, year=2023, filed="2023-02-01").replace("0001.1;", "0001.2;"))

    assert ParcelSnapshot.objects.get().identifier == f"{IN_BELZYCE}.2"
    task = CaseTask.objects.get()
    assert (task.parcel, {one["parcel"] for one in task.data["successors"]}) == (f"{IN_BELZYCE}.2", HEIRS)


def test_a_former_number_leads_to_what_the_parcel_became(move: Move) -> None:
    moved = move("PP.6730.1.2025;2025-05-04;;w toku;;;dz. 2 obr. 1;")
    snapshots = ParcelSnapshot.objects.all()

    assert moved.codes == [["parcel-former"]]
    assert {snapshot.identifier for snapshot in snapshots} == HEIRS
    assert {snapshot.typed for snapshot in snapshots} == {"2 obr. 1"}
    assert not CaseTask.objects.exists()


def test_a_day_before_the_register_begins_takes_the_oldest_version(move: Move) -> None:
    moved = move("PP.6730.1.2015;2015-05-04;2015-06-01;zakończona;;;060901_5.0001.1;")

    assert moved.codes == [["parcel-later"]]
    assert ParcelSnapshot.objects.get().is_known


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("060901_5.0001.77", "parcel-unknown"),
        ("77 obr. 1", "parcel-unknown"),
        ("77 obr. Nigdzie", "precinct-unknown"),
        ("droga gminna", "parcel-unread"),
        ("1-3", "parcel-unread"),
    ],
)
def test_what_no_register_knows_is_kept_as_it_was_typed(move: Move, typed: str, code: str) -> None:
    moved = move(row(parcels=typed))
    snapshot = ParcelSnapshot.objects.get()

    assert moved.results == ["moved"]
    assert code in moved.codes[0]
    assert (snapshot.typed, snapshot.is_known) == (typed, False)


def test_the_precinct_of_a_column_of_its_own_counts(move: Move) -> None:
    moved = move(row(parcels="1") + "0001")

    assert moved.codes == [[]]
    assert ParcelSnapshot.objects.get().identifier == f"{IN_BELZYCE}.1"


def test_the_same_file_twice_changes_nothing(move: Move) -> None:
    lines = [row(number) for number in range(1, 8)]
    move(*lines)
    before = sorted(Case.objects.values_list("pk", "version"))
    again = move(*lines)

    assert again.rows == {"unchanged": 7}
    assert sorted(Case.objects.values_list("pk", "version")) == before


def test_the_same_sign_written_otherwise_is_the_same_case(move: Move) -> None:
    move(row())
    again = move(row().replace("PP.6730.1.2023", "pp 6730/1/2023"))

    assert again.results == ["changed"]
    assert Case.objects.count() == 1


def test_a_row_that_changed_is_told_with_its_fields_and_changes_nothing(move: Move) -> None:
    move(row())
    again = move(row().replace("pozytywna", "odmowna"))
    (note,) = [note for note in again.outcomes[0].row.notes if note.code == "row-changed"]

    assert note.detail == "stan"
    assert moved_case().outcome == Outcome.GRANTED


def test_a_sign_twice_in_a_file_is_one_case(move: Move) -> None:
    moved = move(row(), row(), row().replace("Anna", "Ewa"))

    assert moved.results == ["moved", "unchanged", "refused"]
    assert [codes[-1:] for codes in moved.codes] == [[], ["duplicate-row"], ["duplicate-sign"]]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (";2023-05-04;;;;;;", "missing-sign"),
        ("PP.6730.1.2023;;;;;;;", "missing-date"),
        ("PP.6730.1.2023;5 maja;;;;;;", "bad-date"),
        ("PP.6730.1.2099;2099-01-01;;;;;;", "future-date"),
        ("PP.6730.1.2031;2023-05-04;;;;;;", "future-year"),
        ("PP.6730.1.2023;2023-05-04;;;;;;;;x", "extra-cells"),
        ("A" * 130 + ";2023-05-04;;;;;;", "long-sign"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_stops_no_other(move: Move, line: str, code: str) -> None:
    moved = move(row(5), line, row(6))

    assert moved.results == ["moved", "refused", "moved"]
    assert code in moved.codes[1]


def test_a_row_that_the_database_refuses_stops_no_other(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit's symbol of more signs than the field has is not seen before."""
    monkeypatch.setattr("cases.legacy.reading.MOST_UNIT", 500)
    moved = move(row(5), f"{'A' * 60}.6730.1.2023;2023-05-04;;;;;;", row(6))

    assert moved.results == ["moved", "refused", "moved"]
    assert "not-stored" in moved.codes[1]


def test_a_bad_row_tells_the_findings_of_others_once(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.legacy.reading.MOST_UNIT", 500)
    year = date.today().year
    far = OPEN.format(number=999_999, year=year, filed=f"{year}-01-02")
    moved = move(far, f"{'A' * 60}.6730.9.{year};{year}-01-02;;;;;;")

    assert moved.codes[0] == ["sign-jump"]
    assert moved.codes[1].count("not-stored") == 1


def test_numbers_of_a_batch_that_was_undone_do_not_count(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last number of the batch is that of the row that the database refuses; the next one is far from the rest."""
    monkeypatch.setattr(making, "make", _refusing(making.make))
    monkeypatch.setattr(importing, "BATCH", 1)
    year, jump = date.today().year, counters.MOST_JUMP
    lines = [OPEN.format(number=number, year=year, filed=f"{year}-01-02") for number in (jump, 2 * jump)]
    moved = move(lines[0].replace("Anna Dawna", "Zły"), lines[1])

    assert "not-stored" in moved.codes[0]
    assert moved.codes[1] == ["sign-jump"]


def _refusing(make: Callable[..., None]) -> Callable[..., None]:
    def refusing(run: LegacyRun, forms: dict[int, ServiceForm], ready: Sequence[Ready]) -> None:
        if any(one.row.said["applicant"] == "Zły" for one in ready):
            raise IntegrityError
        make(run, forms, ready)

    return refusing


def test_a_dry_run_writes_nothing_and_says_the_same(move: Move) -> None:
    lines = [row(1), row(1), row(2, "droga"), ";;;;;;;"]
    dry = move(*lines, dry_run=True)
    assert not Case.objects.exists()
    assert not SignCounter.objects.exists()
    real = move(*lines)

    assert (dry.results, dry.codes, dry.run.counts) == (real.results, real.codes, real.run.counts)


def test_numbers_of_this_year_raise_the_counter(move: Move, belzyce: Office) -> None:
    year = date.today().year
    move(
        OPEN.format(number=41, year=year, filed=f"{year}-01-02"),
        OPEN.format(number=12, year=year, filed=f"{year}-01-02"),
    )
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",))

    assert SignCounter.objects.get(jrwa_class="6730", year=year).last == 41
    assert made.case.number == 1


def test_a_number_that_the_office_gave_is_refused(move: Move, belzyce: Office) -> None:
    filed = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",)).case
    year = date.today().year
    moved = move(f"pp-6727-1/{year};{year}-01-02;;w toku;;;;", service="wypis-wyrys")

    assert moved.results == ["refused"]
    assert [note.detail for note in moved.outcomes[0].row.notes if note.code == "sign-taken"] == [filed.sign]


def test_a_number_of_this_year_far_from_the_last_one_is_refused(move: Move) -> None:
    year = date.today().year
    moved = move(OPEN.format(number=999_999, year=year, filed=f"{year}-01-02"))

    assert moved.codes[0] == ["sign-jump"]
    assert not SignCounter.objects.exists()


def test_gaps_and_numbers_of_past_years_touch_no_counter(move: Move) -> None:
    move(row(77))

    assert not SignCounter.objects.exists()


def test_a_sign_of_a_former_pattern_stays_as_it_was(move: Move) -> None:
    move("RRG.III.7331-12/2009;2009-05-04;2009-08-01;zakończona;;;;")

    assert moved_case().sign == "RRG.III.7331-12/2009"


def test_the_row_as_it_was_typed_is_kept(move: Move) -> None:
    run = move(row(parcels="droga gminna")).run
    legacy = LegacyCase.objects.get()

    assert (legacy.typed["działki"], legacy.row, legacy.run) == ("droga gminna", 2, run)


def test_each_case_is_in_the_log_and_the_chain_holds(move: Move) -> None:
    move(row(1), row(2), row(3))

    assert Event.objects.filter(action="case.move").count() == 3
    assert first_break() is None


def test_systems_of_the_office_find_each_case_among_its_changes(move: Move, belzyce: Office) -> None:
    move(row(), OPEN.format(number=7, year=2025, filed="2025-03-05"))

    told = CaseChange.objects.filter(office=belzyce).order_by("sequence")
    assert [(change.kind, change.state, change.version) for change in told] == [
        ("case.move", case.state, case.version) for case in Case.objects.order_by("pk")
    ]
    assert HookDelivery.objects.count() == 0


def test_two_files_of_an_office_are_not_moved_at_once(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_alone", _busy)
    with pytest.raises(Busy):
        move(row())


def test_a_command_that_meets_another_file_has_failed(
    services: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_alone", _busy)
    (tmp_path / "rejestr.csv").write_text(HEAD)
    given = ("--office", "belzyce", "--service", "warunki-zabudowy")
    with pytest.raises(CommandError, match="Inny plik"):
        call_command("import_cases", str(tmp_path / "rejestr.csv"), *given)

    assert LegacyRun.objects.get().state == "failed"


def _busy(_office: int) -> None:
    raise Busy


def test_a_run_cut_off_goes_on_where_it_was(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [row(number) for number in range(1, 10)]
    monkeypatch.setattr(importing, "BATCH", 3)
    written, made = importing._Work._written, list[int]()

    def killed(work: importing._Work, ready: list[Ready]) -> list[Row]:
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(len(ready))
        return written(work, ready)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(importing._Work, "_written", killed)
        move(*lines)
    assert Case.objects.count() == 6
    assert LegacyRun.objects.latest("pk").state == "failed"

    assert move(*lines).rows == {"unchanged": 6, "moved": 3}


def test_the_command_moves_reports_and_tells_by_its_status(
    village: None, services: None, belzyce: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, report = tmp_path / "rejestr.csv", tmp_path / "raport.csv"
    table.write_text(f"{HEAD}\n{row(1)}\n=1+1;źle;;;;;;\n", encoding="cp1250")
    given = [
        "import_cases",
        str(table),
        "--office",
        "belzyce",
        "--service",
        "warunki-zabudowy",
        "--report",
        str(report),
    ]
    with pytest.raises(CommandError) as refused:
        call_command(*given)
    lines = list(csv.reader(report.open(encoding="utf-8-sig"), delimiter=";"))

    assert refused.value.returncode == 1
    assert "przeniesiona: 1" in capsys.readouterr().out
    assert lines[0][:5] == ["wiersz", "znak", "wynik", "waga", "kod"]
    assert {line[4] for line in lines[1:] if line[0] == "3"} >= {"bad-date"}
    assert all(not cell.startswith("=") for line in lines for cell in line)


def test_a_signs_number_is_not_given_again_while_a_file_is_moved(move: Move, belzyce: Office) -> None:
    """The counter is raised before the case is written, in one transaction."""
    year = date.today().year
    with transaction.atomic():
        move(f"PP.6727.5.{year};{year}-01-02;;w toku;;;;", service="wypis-wyrys")
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.1",))

    assert made.case.number == 6
