"""The resident's pages: sending a report without a script, the code's way, and what keeps floods and guessers out."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cases.models import Tally
from cases.reports import views
from cases.reports.models import MapReport
from cases.throttle import Limit
from sip.offices.models import Office
from tests.cases.conftest import CONTACT, IN_BELZYCE, WORDS, File
from tests.portal.conftest import Page

pytestmark = pytest.mark.django_db

NEW, ASK = "/zgloszenia/nowe/", "/zgloszenia/"
ONE = f"{IN_BELZYCE}.1"


def send(client: Client, **fields: str) -> Any:
    return client.post(NEW, {"kind": "boundary", "description": WORDS, "where": ONE, **fields})


def code_on(client: Client) -> str:
    """The code on the page that follows sending."""
    page = Page(client.get(f"/zgloszenia/{MapReport.objects.get().pk}/").content)
    return next(word for word in page.text.split() if word.count("-") == 2 and len(word) == 14)


@pytest.mark.usefixtures("village", "starostwo", "belzyce")
def test_a_report_goes_to_the_unit_of_its_place(client: Client) -> None:
    send(client, contact=CONTACT)

    report = MapReport.objects.get()
    assert (report.kind, report.parcel, report.unit_code, report.contact) == ("boundary", ONE, "060901_5", CONTACT)
    assert report.place is not None


@pytest.mark.usefixtures("village")
def test_a_place_in_no_offices_area_is_the_starostwos(client: Client) -> None:
    send(client)

    assert MapReport.objects.get().unit_code == ""


@pytest.mark.usefixtures("village")
def test_the_maps_view_comes_along(client: Client, starostwo: Office) -> None:
    first = client.get(NEW, {"c": "1,2", "z": "15.25", "d": ONE})
    hidden = {field["name"]: field.get("value", "") for field in Page(first.content).all("input") if "name" in field}

    send(client, where="", **{name: hidden[name] for name in ("c", "z", "d")})

    report = MapReport.objects.get()
    assert (report.parcel, report.zoom) == (ONE, 15.25)


@pytest.mark.usefixtures("village")
def test_what_is_typed_wins_over_the_view(client: Client) -> None:
    send(client, d=ONE, where=f"{IN_BELZYCE}.2/1")

    assert MapReport.objects.get().parcel == f"{IN_BELZYCE}.2/1"


def test_words_are_place_enough(client: Client) -> None:
    send(client, where="Wola Zmyślona 7a, za stodołą")

    assert MapReport.objects.get().whereabouts == "Wola Zmyślona 7a, za stodołą"


@pytest.mark.usefixtures("village")
def test_a_slip_in_the_identifier_is_pointed_out(client: Client) -> None:
    answer = send(client, where=f"{IN_BELZYCE}.999")

    assert answer.status_code == 422
    assert "W rejestrze nie ma działki" in answer.content.decode()
    assert not MapReport.objects.exists()


@pytest.mark.usefixtures("village")
def test_a_parcel_that_is_missing_can_be_reported(client: Client) -> None:
    send(client, kind="missing", where=f"{IN_BELZYCE}.999")

    assert MapReport.objects.get().parcel == f"{IN_BELZYCE}.999"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ""},
        {"kind": "nonsense"},
        {"description": ""},
        {"description": "krótko"},
        {"description": "a" * 2001},
        {"description": "zero\0zero zero"},
        {"where": ""},
        {"where": "1 2"},
        {"where": "a" * 201},
        {"where": "ul. \0"},
        {"contact": "to nie adres"},
        {"contact": "a" * 250 + "@example.org"},
        {"website": "https://example.org"},
        {"c": "\0", "where": ""},
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_said_and_what_was_written_stays(client: Client, fields: dict[str, str]) -> None:
    answer = send(client, **fields)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    if "description" not in fields:
        assert WORDS in answer.content.decode()
    assert not MapReport.objects.exists()


def test_line_ends_count_once(client: Client) -> None:
    send(client, description="\r\n".join(["a" * 9] * 200), where="Wola Zmyślona")

    assert MapReport.objects.get().description.count("\n") == 199


@pytest.mark.parametrize("query", ["c=\0", "d=%00", "c=nan,nan&z=nan", "d=" + "9" * 5000, "c=1&c=2&d=x&d=y", "z=1e999"])
def test_a_strange_address_opens_the_form_all_the_same(client: Client, query: str) -> None:
    assert client.get(f"{NEW}?{query}").status_code == 200


def test_a_form_without_the_token_is_refused() -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.usefixtures("village")
def test_the_code_is_shown_after_sending_and_again_on_reload(client: Client) -> None:
    answer = send(client)

    assert answer.status_code == 302
    assert code_on(client) == code_on(client)


@pytest.mark.usefixtures("village")
def test_the_code_travels_in_no_address(client: Client) -> None:
    answer = send(client)

    assert code_on(client) not in answer["Location"]
    cookie = client.cookies[views.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", ASK)


@pytest.mark.usefixtures("village")
def test_number_and_code_open_the_report_for_another_browser(client: Client) -> None:
    send(client, contact=CONTACT)
    number, other = MapReport.objects.get().pk, Client()

    answer = other.post(ASK, {"number": number, "code": code_on(client).lower()}, follow=True)

    text = Page(answer.content).text
    assert f"Zgłoszenie {number}" in text
    assert "nowe" in text
    assert CONTACT not in text
    assert WORDS not in text


@pytest.mark.usefixtures("village")
def test_a_link_with_the_code_leads_to_an_address_without_it(client: Client, file: File) -> None:
    report, code = file()

    answer = client.get(f"/zgloszenia/{report.pk}/?kod={code}")

    assert (answer.status_code, answer["Location"]) == (302, f"/zgloszenia/{report.pk}/")
    assert f"Zgłoszenie {report.pk}" in client.get(answer["Location"]).content.decode()


@pytest.mark.usefixtures("village")
def test_a_wrong_code_and_a_number_that_is_not_there_sound_alike(client: Client, file: File) -> None:
    report, _code = file()

    wrong = client.post(ASK, {"number": report.pk, "code": "AAAA-AAAA-AAAA"})
    absent = client.post(ASK, {"number": report.pk + 7, "code": "AAAA-AAAA-AAAA"})

    assert wrong.status_code == absent.status_code == 422
    assert Page(wrong.content).text == Page(absent.content).text


@pytest.mark.usefixtures("village")
def test_without_the_code_the_page_asks_for_it(client: Client, file: File) -> None:
    report, _code = file()

    here, absent = client.get(f"/zgloszenia/{report.pk}/"), client.get(f"/zgloszenia/{report.pk + 7}/")

    assert here.status_code == absent.status_code == 200
    assert Page(here.content).text == Page(absent.content).text
    assert "Wpisz numer i kod" in Page(here.content).text


@pytest.mark.usefixtures("village")
def test_one_reports_code_opens_no_other(client: Client, file: File) -> None:
    mine, code = file()
    other, _code = file()

    client.get(f"/zgloszenia/{mine.pk}/?kod={code}")

    assert "Wpisz numer i kod" in client.get(f"/zgloszenia/{other.pk}/").content.decode()
    assert client.get(f"/zgloszenia/{other.pk}/?kod={code}").status_code == 422


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("value", ["", "x", "WzEsIkEiLDFd:1abc:xyz"])
def test_a_forged_cookie_opens_nothing(client: Client, file: File, value: str) -> None:
    report, _code = file()
    client.cookies[views.COOKIE] = value

    assert "Wpisz numer i kod" in client.get(f"/zgloszenia/{report.pk}/").content.decode()


@pytest.mark.parametrize(
    "fields", [{"number": "9" * 30}, {"number": "\0"}, {"number": "-1"}, {"code": "\0"}, {"code": ""}]
)
def test_strange_numbers_and_codes_are_refused_in_words(client: Client, fields: dict[str, str]) -> None:
    assert client.post(ASK, {"number": "1", "code": "AAAA-AAAA-AAAA", **fields}).status_code == 422


@pytest.mark.parametrize(
    "path", [f"/zgloszenia/{'9' * 30}/", f"/zgloszenia/{'9' * 30}/?kod=a", "/zgloszenia/1/?kod=%00"]
)
def test_numbers_beyond_the_database_are_asked_about_like_others(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 422)


@pytest.mark.usefixtures("village")
def test_the_reporter_takes_the_address_back(client: Client) -> None:
    send(client, contact=CONTACT)
    report = MapReport.objects.get()

    client.post(f"/zgloszenia/{report.pk}/usun-adres/")

    assert MapReport.objects.get().contact == ""


@pytest.mark.usefixtures("village")
def test_a_stranger_takes_no_address_away(client: Client, file: File) -> None:
    report, _code = file()

    client.post(f"/zgloszenia/{report.pk}/usun-adres/")

    assert MapReport.objects.get().contact == CONTACT


def test_a_flood_is_stopped_and_the_words_stay(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FILED", Limit("file", most=2, seconds=10**8))

    answers = [send(client, where="Wola Zmyślona") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert WORDS in answers[-1].content.decode()
    assert "Retry-After" in answers[-1]
    assert MapReport.objects.count() == 2


def test_another_network_is_not_held_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FILED", Limit("file", most=1, seconds=10**8))
    send(client, where="Wola Zmyślona")

    assert send(Client(REMOTE_ADDR="192.0.2.7"), where="Wola Zmyślona").status_code == 302


def test_one_network_of_many_addresses_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FILED", Limit("file", most=1, seconds=10**8))
    send(Client(REMOTE_ADDR="2001:db8:1:2::1"), where="Wola Zmyślona")

    assert send(Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"), where="Wola Zmyślona").status_code == 429


@pytest.mark.usefixtures("village")
def test_a_guesser_is_stopped_even_with_the_right_code(
    client: Client, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WRONG_CODES", Limit("code", most=3, seconds=10**8))
    report, code = file()
    for _ in range(3):
        client.post(ASK, {"number": report.pk, "code": "AAAA-AAAA-AAAA"})

    assert client.post(ASK, {"number": report.pk, "code": code}).status_code == 429
    assert client.get(f"/zgloszenia/{report.pk}/?kod={code}").status_code == 429


@pytest.mark.usefixtures("village")
def test_right_codes_are_not_counted(client: Client, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "WRONG_CODES", Limit("code", most=1, seconds=10**8))
    report, code = file()

    assert {client.post(ASK, {"number": report.pk, "code": code}).status_code for _ in range(4)} == {302}


def test_the_limit_comes_from_the_settings(settings: Settings) -> None:
    assert views.FILED.most == settings.REPORTS_PER_HOUR


def test_no_address_of_the_network_is_stored(client: Client) -> None:
    send(client, where="Wola Zmyślona")

    assert "127.0.0.1" not in str(list(Tally.objects.values()))
    assert Tally.objects.count() == 1
