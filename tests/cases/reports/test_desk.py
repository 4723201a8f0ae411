"""The keepers' pages: who sees which reports, the list, the steps, and what a stale form loses (nothing)."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cases.reports import actions
from cases.reports.models import MapReport
from cases.reports.tasks import wipe_contacts
from cases.reports.workflow import Change, State
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.conftest import CONTACT, IN_BELZYCE, IN_GARBOW, WORDS, File
from tests.people import GiveRole
from tests.portal.conftest import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

LIST = "/urzad/zgloszenia/"
CHANGES = ("report-change", "report-contact-show", "report-contact-wipe")


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def listed(client: Client, **query: str) -> set[int]:
    links = Page(client.get(LIST, query).content).links
    return {report.pk for report in MapReport.objects.all() if reverse("report", args=[report.pk]) in links}


def step(client: Client, report: MapReport, change: Change, version: int = 1, **words: str) -> Any:
    return client.post(reverse("report-change", args=[report.pk]), {"change": change, "version": version, **words})


@pytest.fixture
def report(starostwo: Office, belzyce: Office, file: File) -> MapReport:
    return file(f"{IN_BELZYCE}.1")[0]


@pytest.fixture
def report_of_garbow(starostwo: Office, belzyce: Office, file: File) -> MapReport:
    return file(f"{IN_GARBOW}.1")[0]


@pytest.mark.parametrize("name", ["report", *CHANGES])
def test_a_stranger_is_sent_to_sign_in(client: Client, report: MapReport, name: str) -> None:
    path = reverse(name, args=[report.pk])

    answer = client.post(path) if name in CHANGES else client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={path}")


@pytest.mark.parametrize("name", ["reports", "reports-geojson"])
def test_a_stranger_sees_no_list(client: Client, report: MapReport, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PLANNER, Role.CASE_CLERK, None])
@pytest.mark.parametrize("name", ["reports", "reports-geojson", "report", *CHANGES])
def test_people_without_the_role_are_refused(
    client: Client, report: MapReport, belzyce: Office, give_role: GiveRole, stranger: User, role: Role, name: str
) -> None:
    signed_in(client, give_role(belzyce, role) if role else stranger)
    path = reverse(name, args=[] if name.startswith("reports") else [report.pk])

    answer = client.post(path) if name in CHANGES else client.get(path)

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


@pytest.mark.parametrize("name", ["report", *CHANGES])
def test_another_areas_report_is_as_absent_as_none(
    client: Client, report_of_garbow: MapReport, keeper_of_belzyce: User, name: str
) -> None:
    signed_in(client, keeper_of_belzyce)

    answers = [
        client.post(path) if name in CHANGES else client.get(path)
        for path in (reverse(name, args=[number]) for number in (report_of_garbow.pk, 1_000_000))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert MapReport.objects.get().contact == CONTACT


def test_the_starostwo_sees_all_and_a_gmina_its_own(
    report: MapReport, report_of_garbow: MapReport, file: File, keeper: User, keeper_of_belzyce: User
) -> None:
    in_words, _code = file("Wola Zmyślona 7a")

    assert listed(signed_in(Client(), keeper)) == {report.pk, report_of_garbow.pk, in_words.pk}
    assert listed(signed_in(Client(), keeper_of_belzyce)) == {report.pk}


def test_an_administrator_reads_but_neither_changes_nor_sees_the_address(
    client: Client, report: MapReport, belzyce: Office, give_role: GiveRole
) -> None:
    signed_in(client, give_role(belzyce, Role.ADMINISTRATOR))

    page = client.get(reverse("report", args=[report.pk])).content.decode()

    assert WORDS in page
    assert "Pokaż adres" not in page
    assert "Następny krok" not in page
    assert step(client, report, Change.TAKE).status_code == 403
    assert client.post(reverse("report-contact-show", args=[report.pk])).status_code == 403


def test_the_address_is_shown_on_asking_only_and_that_is_noted(client: Client, report: MapReport, keeper: User) -> None:
    signed_in(client, keeper)

    before = client.get(reverse("report", args=[report.pk]))
    after = client.post(reverse("report-contact-show", args=[report.pk]))

    assert CONTACT not in before.content.decode()
    assert CONTACT in after.content.decode()
    assert "no-store" in after["Cache-Control"]
    assert Event.objects.filter(action="map-report.contact-show", actor=keeper.pk).count() == 1


def test_no_list_and_no_file_holds_the_address(client: Client, report: MapReport, keeper: User) -> None:
    signed_in(client, keeper)

    for path in (LIST, reverse("reports-geojson"), f"{LIST}?q=example"):
        assert CONTACT not in client.get(path).content.decode()


def test_the_reporter_reads_the_answer_but_neither_note_nor_clerk(
    client: Client, file: File, keeper: User, belzyce: Office
) -> None:
    report, code = file()
    signed_in(client, keeper)
    step(client, report, Change.LEAVE, answer="Granica jest dobra.", note="sąsiedzki spór")

    page = Client().get(f"/zgloszenia/{report.pk}/?kod={code}", follow=True).content.decode()

    assert "Granica jest dobra." in page
    assert "sąsiedzki spór" not in page
    assert keeper.email not in page


def test_closing_without_an_answer_is_asked_for_it_and_keeps_the_note(
    client: Client, report: MapReport, keeper: User
) -> None:
    answer = step(signed_in(client, keeper), report, Change.CORRECT, note="operat 113")

    assert answer.status_code == 422
    assert "Zamknięcie wymaga odpowiedzi" in answer.content.decode()
    assert "operat 113" in answer.content.decode()


def test_a_stale_form_says_so_and_loses_nothing(client: Client, report: MapReport, keeper: User) -> None:
    signed_in(client, keeper)
    step(client, report, Change.TAKE)

    answer = step(client, report, Change.CORRECT, version=1, answer="Poprawiono w operacie.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "W międzyczasie ktoś zmienił" in page
    assert "Poprawiono w operacie." in page
    assert MapReport.objects.get().state == State.IN_PROGRESS
    (version,) = (field["value"] for field in Page(answer.content).all("input") if field.get("name") == "version")
    assert step(client, report, Change.CORRECT, version=version, answer="Poprawiono.").status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        {"change": "nonsense", "version": "1"},
        {"change": "take", "version": "x"},
        {"change": "take", "version": "9" * 40},
        {"change": "note", "version": "1", "note": "a\0b"},
        {"change": "note", "version": "1"},
        {"change": "correct", "version": "1", "answer": "a" * 2001},
        {},
    ],
    ids=str,
)
def test_a_step_that_makes_no_sense_changes_nothing(
    client: Client, report: MapReport, keeper: User, fields: dict[str, str]
) -> None:
    answer = signed_in(client, keeper).post(reverse("report-change", args=[report.pk]), fields)

    assert answer.status_code in (409, 422)
    assert MapReport.objects.get().version == 1


def test_the_list_shows_open_reports_first_of_all(
    client: Client, report: MapReport, report_of_garbow: MapReport, keeper: User
) -> None:
    actions.report_change(actor=keeper, report=report, change=Change.LEAVE, version=1, answer="Bez zmian.")
    signed_in(client, keeper)

    assert listed(client) == {report_of_garbow.pk}
    assert listed(client, state="") == {report.pk, report_of_garbow.pk}
    assert listed(client, state="unchanged") == {report.pk}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "stodoł"}, True),
        ({"q": f"{IN_BELZYCE}.1"}, True),
        ({"q": "nic takiego"}, False),
        ({"q": "100%"}, False),
        ({"kind": "boundary"}, True),
        ({"kind": "address"}, False),
        ({"q": "a\0b"}, True),
        ({"kind": "nonsense", "state": "nonsense", "before": "x"}, True),
        ({"before": "1" * 40}, True),
    ],
    ids=str,
)
def test_the_list_is_narrowed(
    client: Client, report: MapReport, keeper: User, query: dict[str, str], found: bool
) -> None:
    assert (report.pk in listed(signed_in(client, keeper), **query)) is found


def test_a_number_finds_its_report(
    client: Client, report: MapReport, report_of_garbow: MapReport, keeper: User
) -> None:
    assert report.pk in listed(signed_in(client, keeper), q=str(report.pk))


def test_the_list_goes_on_where_the_page_ended(
    client: Client, file: File, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [file()[0].pk for _ in range(5)]
    monkeypatch.setattr("cases.reports.desk.PER_PAGE", 2)
    signed_in(client, keeper)

    pages, query = [], ""
    while True:
        page = Page(client.get(f"{LIST}{query}").content)
        pages.append([number for number in numbers if reverse("report", args=[number]) in page.links])
        further = [link for link in page.links if "before=" in link]
        if not further:
            break
        query = further[0]

    assert pages == [numbers[3:], numbers[1:3], numbers[:1]]


def test_open_reports_are_geojson_for_the_map(client: Client, report: MapReport, file: File, keeper: User) -> None:
    file("Wola Zmyślona 7a")
    signed_in(client, keeper)

    answers = [json.loads(client.get(reverse("reports-geojson"), query).content) for query in ({}, {"crs": "2180"})]

    (degrees,), (metres,) = (answer["features"] for answer in answers)
    assert degrees["properties"]["number"] == report.pk
    assert 20 < degrees["geometry"]["coordinates"][0] < 25
    assert report.place is not None
    assert metres["geometry"]["coordinates"] == pytest.approx([report.place.x, report.place.y], abs=0.01)


def test_the_offices_page_counts_the_open_ones(client: Client, report: MapReport, keeper: User) -> None:
    page = Page(signed_in(client, keeper).get("/urzad/").content)

    assert LIST in page.links
    assert "1 otwarte" in page.text


def test_the_offices_page_offers_reports_to_no_one_else(
    client: Client, report: MapReport, belzyce: Office, give_role: GiveRole
) -> None:
    assert LIST not in Page(signed_in(client, give_role(belzyce, Role.VIEWER)).get("/urzad/").content).links


def test_closing_sets_the_day_on_which_the_address_goes(client: Client, report: MapReport, keeper: User) -> None:
    step(signed_in(client, keeper), report, Change.CORRECT, answer="Poprawiono.")

    assert DBTaskResult.objects.filter(task_path=wipe_contacts.module_path).count() == 1


def test_a_report_on_a_former_parcel_names_its_successors(client: Client, file: File, keeper: User) -> None:
    report, _code = file(f"{IN_BELZYCE}.2")

    links = Page(signed_in(client, keeper).get(reverse("report", args=[report.pk])).content).links

    assert {f"/dzialka/{IN_BELZYCE}.2/1/", f"/dzialka/{IN_BELZYCE}.2/2/"} <= links


def test_the_map_opens_at_the_reporters_view(client: Client, report: MapReport, keeper: User) -> None:
    MapReport.objects.filter(pk=report.pk).update(zoom=16.5)

    links = Page(signed_in(client, keeper).get(reverse("report", args=[report.pk])).content).links

    assert any(link.startswith(f"/?d={IN_BELZYCE}.1&c=") and link.endswith("&z=16.5") for link in links)
