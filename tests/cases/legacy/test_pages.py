"""The pages that bring a former register in: preview first, then the move; and who may not."""

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cases.documents import storing
from cases.legacy import keeping
from cases.legacy.importing import LOCKS
from cases.legacy.models import LegacyRun
from cases.legacy.tasks import move_file
from cases.models import Case
from sip.offices.models import Office, Role, User
from tests.cases.legacy.conftest import HEAD, moved_case, row
from tests.cases.making import service_of
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
PAGE = "/urzad/sprawy/przenoszenie/"


@pytest.fixture
def mover(client: Client, head: User) -> Client:
    client.force_login(head)
    return client


@pytest.fixture
def run(village: None, services: None, belzyce: Office, mover: Client) -> LegacyRun:
    """A file that was sent and previewed."""
    return sent(mover, belzyce, f"{HEAD}\n{row(1)}\n{row(2, 'droga gminna')}\nbez daty;;;;;;;\n")


def sent(client: Client, office: Office, text: str) -> LegacyRun:
    file = SimpleUploadedFile("rejestr.csv", text.encode("cp1250"))
    given = {"service": service_of(office, "warunki-zabudowy").pk, "file": file}
    assert client.post(PAGE, given).status_code == HTTPStatus.FOUND
    found = LegacyRun.objects.latest("pk")
    move_file.func(found.pk)
    found.refresh_from_db()
    return found


def address(run: LegacyRun, what: str = "") -> str:
    return f"{PAGE}{run.pk}/{what}"


def test_an_upload_is_previewed_and_moves_nothing(run: LegacyRun, mover: Client) -> None:
    page = mover.get(address(run)).content.decode()

    assert (run.is_preview, run.state, run.counts["rows"]) == (True, "done", {"moved": 2, "refused": 1})
    assert "Nieczytelna działka" in page
    assert not Case.objects.exists()


def test_the_work_is_put_down_together_with_the_word_for_it(run: LegacyRun, mover: Client) -> None:
    """Nothing waits for the commit: a process killed after it would have lost the work."""
    mover.post(address(run, "przenies/"))

    assert DBTaskResult.objects.filter(task_path=move_file.module_path, status="READY").count() == 2


def test_the_move_follows_on_a_word_of_its_own(run: LegacyRun, mover: Client) -> None:
    mover.post(address(run, "przenies/"))
    move_file.func(run.pk)
    run.refresh_from_db()

    assert (run.is_preview, run.state, run.counts["rows"]) == (False, "done", {"moved": 2, "refused": 1})
    assert Case.objects.filter(channel="legacy").count() == 2


def test_the_report_says_each_row(run: LegacyRun, mover: Client) -> None:
    report = mover.get(address(run, "raport.csv")).getvalue().decode("utf-8-sig")

    assert "missing-date" in report
    assert "droga gminna" in report


def test_columns_that_nobody_knows_are_asked_for(village: None, services: None, belzyce: Office, mover: Client) -> None:
    run = sent(mover, belzyce, "A;B\nPP.6730.1.2023;2023-05-04\n")
    assert run.state == "failed"
    mover.post(address(run, "kolumny/"), {"sign": "A", "filed": "B"})
    move_file.func(run.pk)
    run.refresh_from_db()

    assert (run.is_preview, run.counts["rows"]) == (True, {"moved": 1})


def test_the_case_says_where_it_came_from(run: LegacyRun, mover: Client) -> None:
    mover.post(address(run, "przenies/"))
    move_file.func(run.pk)
    case = Case.objects.get(number=2)
    page = mover.get(f"/urzad/sprawy/{case.pk}/").content.decode()

    assert "Przeniesiona z dawnego rejestru, wiersz 3" in page
    assert "droga gminna" in page
    assert "z dawnego rejestru" in page
    assert mover.get(f"/urzad/sprawy/{case.pk}/upo.pdf").status_code == HTTPStatus.NOT_FOUND


def test_file_and_report_go_and_the_cases_stay(run: LegacyRun, mover: Client) -> None:
    stored, report = run.stored, run.report
    mover.post(address(run, "usun/"))
    run.refresh_from_db()

    assert (run.stored, run.report) == ("", "")
    assert not storing.storage().exists(stored)
    assert not storing.storage().exists(report)
    assert mover.get(address(run, "raport.csv")).status_code == HTTPStatus.NOT_FOUND


def test_files_go_by_themselves_when_their_time_is_over(run: LegacyRun) -> None:
    assert keeping.wipe_old() == 0
    assert keeping.wipe_old(run.created_at + keeping.KEPT * 2) == 1
    run.refresh_from_db()
    assert run.stored == ""


def test_the_progress_is_told(run: LegacyRun, mover: Client) -> None:
    assert mover.get(address(run, "postep.json")).json() == {"state": "done", "done": 3, "total": 0, "percent": 100}


def test_a_run_whose_worker_was_killed_can_go_on(run: LegacyRun, mover: Client) -> None:
    LegacyRun.objects.filter(pk=run.pk).update(state="running", is_preview=False)

    assert "Wznów przenoszenie" in mover.get(address(run)).content.decode()
    assert mover.post(address(run, "przenies/")).status_code == HTTPStatus.FOUND
    move_file.func(run.pk)
    assert Case.objects.count() == 2


def test_a_file_that_met_another_one_of_its_office_is_moved_later(run: LegacyRun, mover: Client) -> None:
    mover.post(address(run, "przenies/"))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCKS, run.office_id])
        assert move_file.func(run.pk) == "busy"
    run.refresh_from_db()
    assert (run.state, run.ended_at) == ("waiting", None)
    other.close()

    assert move_file.func(run.pk) == "done"
    assert Case.objects.count() == 2


def test_a_file_without_a_file_is_asked_for_again(services: None, belzyce: Office, mover: Client) -> None:
    assert mover.post(PAGE, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_service_of_another_office_cannot_be_chosen(
    services: None, belzyce: Office, starostwo: Office, mover: Client
) -> None:
    given = {"service": service_of(starostwo, "wypis-egib").pk, "file": SimpleUploadedFile("a.csv", b"znak;data\n")}

    assert mover.post(PAGE, given).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not LegacyRun.objects.exists()


@pytest.fixture(params=["clerk", "viewer", "register-keeper", "resident", "administrator-elsewhere"])
def outsider(
    request: pytest.FixtureRequest, belzyce: Office, starostwo: Office, give_role: GiveRole, stranger: User
) -> User:
    if request.param == "resident":
        return stranger
    if request.param == "administrator-elsewhere":
        return give_role(starostwo, Role.ADMINISTRATOR)
    return give_role(belzyce, Role.CASE_CLERK if request.param == "clerk" else Role(request.param))


def test_strangers_see_and_move_nothing(run: LegacyRun, client: Client, outsider: User) -> None:
    client.force_login(outsider)
    refused = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)

    for what in ("", "postep.json", "raport.csv"):
        assert client.get(address(run, what)).status_code in refused
    for what in ("przenies/", "usun/", "kolumny/"):
        assert client.post(address(run, what)).status_code in refused
    run.refresh_from_db()
    assert (run.is_preview, bool(run.stored)) == (True, True)


def test_someone_not_signed_in_is_asked_to(run: LegacyRun, client: Client) -> None:
    client.logout()

    for what in ("", "postep.json", "raport.csv"):
        assert client.get(address(run, what)).status_code == HTTPStatus.FOUND
    assert client.post(address(run, "przenies/")).status_code == HTTPStatus.FOUND
    assert not Case.objects.exists()


def test_an_administrator_of_the_office_moves_too(
    village: None, services: None, belzyce: Office, give_role: GiveRole, client: Client
) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    run = sent(client, belzyce, f"{HEAD}\n{row(1)}\n")
    client.post(address(run, "przenies/"))
    move_file.func(run.pk)

    assert moved_case().number == 1
