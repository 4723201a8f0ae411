"""The register of planning acts: looked through by everyone, by words, gmina, kind, standing and day."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from plans.codes import ActKind, Status
from plans.models import PlanningAct
from sip.extracts.plan_register import Standing, Wanted, acts, search
from sip.offices.models import User
from tests.conftest import Deliver
from tests.plans.actfile import formal_document, identifier, planning_act
from tests.plans.planfile import document, zone
from tests.portal.conftest import Page
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing()
def register(deliver: Deliver) -> None:
    deliver(
        "app",
        document(
            planning_act("1POG", "Plan ogólny gminy Zmyślonej", kind="general", since="2026-01-10"),
            planning_act("1MPZP", "Plan miejscowy Wólka Łańcuchowska", documents=(("dokumentUchwalajacy", "D1"),)),
            planning_act("2MPZP", "Plan miejscowy Stary", since="2010-01-01", until="2020-01-01", status="obsolete"),
            planning_act("3MPZP", "Plan miejscowy Nowy", status="adoption", since=""),
            planning_act("1SUIKZP", "Studium gminy", kind="study", since="2005-01-01"),
            formal_document("D1", "XII/34/2020", relations=(("uchwala", "1MPZP"), ("uchyla", "2MPZP"))),
            zone("1MN", (0, 0, 200, 200), local_id="1MPZP-1MN", plan=identifier("1MPZP"), kind="SJ"),
        ),
    )


def listed(client: Client, query: str = "") -> set[str]:
    """Local ids of the acts that the page leads to."""
    page = Page(client.get(f"/plany/{query}").content)
    return {link.rstrip("/").split("/")[-1] for link in page.links if link.startswith("/plany/PL.")}


@pytest.mark.usefixtures("register")
def test_all_acts_are_listed_with_their_standing_in_words(client: Client) -> None:
    page = Page(client.get("/plany/").content)

    assert listed(client) == {"1POG", "1MPZP", "2MPZP", "3MPZP", "1SUIKZP"}
    for words in ("obowiązuje", "nie obowiązuje", "w trakcie przyjmowania", "dokument historyczny", "XII/34/2020"):
        assert words in page.text


@pytest.mark.usefixtures("register")
def test_acts_in_preparation_stand_apart(client: Client) -> None:
    text = Page(client.get("/plany/").content).text

    assert text.index("Studium gminy") < text.index("W przygotowaniu") < text.index("Plan miejscowy Nowy")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=wolka+lancuch", {"1MPZP"}),
        ("q=XII/34/2020", {"1MPZP", "2MPZP"}),
        ("q=mn", {"1MPZP"}),
        ("q=1mn", {"1MPZP"}),
        ("q=2mn", set()),
        ("symbol=mn", {"1MPZP"}),
        ("q=uchwała+wólka", {"1MPZP"}),
        ("q=nikt", set()),
        ("gmina=060902&rodzaj=planOgolnyGminy", {"1POG"}),
        ("gmina=060999", set()),
        ("stan=preparation", {"3MPZP"}),
        ("stan=past", {"2MPZP", "1SUIKZP"}),
        ("stan=in-force", {"1POG", "1MPZP"}),
        ("dzien=2015-06-01&stan=in-force", {"2MPZP"}),
        ("dzien=2020-01-01&stan=in-force", {"1MPZP"}),
        ("dzien=2019-12-31&stan=in-force", {"2MPZP"}),
        ("dzien=2015-06-01&stan=future", {"1POG", "1MPZP"}),
    ],
)
def test_the_list_is_narrowed(client: Client, query: str, found: set[str]) -> None:
    assert listed(client, f"?{query}") == found


def test_an_empty_register_says_so(client: Client) -> None:
    assert "nie ma jeszcze żadnego aktu" in Page(client.get("/plany/").content).text


@pytest.mark.usefixtures("register")
def test_a_search_without_result_says_what_to_do(client: Client) -> None:
    assert "Żaden akt nie spełnia" in Page(client.get("/plany/?q=zzz").content).text


@pytest.mark.usefixtures("register")
def test_the_file_holds_what_the_page_lists(client: Client) -> None:
    answer = client.get("/plany/akty.csv?q=wolka")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    head, only = csv.reader(io.StringIO(content), delimiter=";")
    row = dict(zip(head, only, strict=True))
    assert row["identyfikator"] == identifier("1MPZP")
    assert (row["stan"], row["uchwała"]) == ("obowiązuje", "XII/34/2020")
    assert row["adres"] == f"http://testserver/plany/{identifier('1MPZP')}/"


def test_long_lists_have_pages(client: Client, deliver: Deliver) -> None:
    deliver("app", document(*(planning_act(f"{n}MPZP", f"Plan {n:03}") for n in range(1, 61))))

    first, second = Page(client.get("/plany/?q=plan").content), Page(client.get("/plany/?q=plan&strona=2").content)

    assert "Strona 1 z 2" in first.text
    assert "/plany/?q=plan&strona=2" in first.links
    assert listed(client, "?q=plan").isdisjoint(listed(client, "?q=plan&strona=2"))
    assert "Akty: 60" in second.text


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "query",
    [
        *("strona=0", "strona=-1", "strona=99999999999999999999", "strona=²", "q=%00", "q=%FF", "q=—", "q=a&q=b"),
        *("dzien=2020-02-30", "dzien=9999-12-31", "dzien=0001-01-01", "gmina='", "stan=x", "rodzaj=%7B0%7D"),
        *("q=%25_%5C", "q=%7Bcolumns%7D", f"q={'a' * 5000}"),
    ],
)
def test_whatever_is_asked_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/plany/?{query}").status_code == 200
    assert client.get(f"/plany/akty.csv?{query}").status_code == 200


@pytest.mark.usefixtures("register")
@given(text=st.text(max_size=60))
def test_no_words_break_the_search(text: str) -> None:
    found = search(Wanted(text=" ".join(text.replace("\0", "").split())))

    assert all(isinstance(standing, Standing) for _identifier, standing in found)


@pytest.mark.usefixtures("register")
@given(
    status=st.sampled_from([*Status.values, ""]),
    kind=st.sampled_from([ActKind.LOCAL.value, ActKind.STUDY.value, "inny"]),
    since=st.none() | st.integers(-3, 3),
    until=st.none() | st.integers(-3, 3),
)
def test_an_act_stands_where_status_and_dates_put_it(
    status: str, kind: str, since: int | None, until: int | None
) -> None:
    today = localdate()
    days: dict[str, Any] = {
        "in_force_from": None if since is None else today + timedelta(since),
        "in_force_to": None if until is None else today + timedelta(until),
    }
    PlanningAct.objects.filter(local_id="1MPZP").update(status=status, kind=kind, **days)
    (act,) = acts([identifier("1MPZP")])

    assert act.standing is standing_by_hand(status, kind, since, until)


def standing_by_hand(status: str, kind: str, since: int | None, until: int | None) -> Standing:
    if status in ("elaboration", "adoption"):
        return Standing.PREPARATION
    if kind == ActKind.STUDY or (until is not None and until <= 0):
        return Standing.PAST
    if since is not None and since > 0:
        return Standing.FUTURE
    return Standing.PAST if status == "obsolete" and until is None else Standing.IN_FORCE


def test_the_version_of_the_day_counts(deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "Dawny tytuł")))
    deliver("app", document(planning_act("1MPZP", "Nowy tytuł", version_since="2026-02-01T10:00:00Z")))

    titles = {
        day: acts([identifier("1MPZP")], date.fromisoformat(day))[0].title for day in ("2026-01-31", "2026-02-01")
    }
    assert titles == {"2026-01-31": "Dawny tytuł", "2026-02-01": "Nowy tytuł"}


def test_before_the_register_began_its_earliest_version_counts(deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", since="2012-01-01")))

    assert [act.standing for act in acts([identifier("1MPZP")], date(2015, 1, 1))] == [Standing.IN_FORCE]


@pytest.mark.usefixtures("register")
def test_the_page_is_answered_anew_only_when_something_changed(client: Client, deliver: Deliver) -> None:
    etag = client.get("/plany/")["ETag"]
    assert client.get("/plany/", headers={"If-None-Match": etag}).status_code == 304


def test_every_page_leads_to_the_plans(client: Client) -> None:
    assert "/plany/" in Page(client.get("/szukaj/").content).links


@pytest.mark.usefixtures("register")
def test_a_page_kept_from_an_earlier_sign_in_is_answered_anew(client: Client) -> None:
    """The forms in it have the token of then, with which nobody could sign out."""
    person = User.objects.create_user("anna@urzad.example")
    client.force_login(person)
    client.get("/plany/")
    etag = client.get("/plany/")["ETag"]
    assert client.get("/plany/", headers={"If-None-Match": etag}).status_code == 304

    del client.cookies["csrftoken"]
    assert client.get("/plany/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("path", ["/plany/", "/szukaj/", "/plany/styl.css", "/"])
def test_no_cache_between_keeps_pages_of_who_is_signed_in(client: Client, path: str) -> None:
    assert "private" not in client.get(path).get("Cache-Control", "")
    client.force_login(User.objects.create_user("anna@urzad.example"))
    assert "private" in client.get(path)["Cache-Control"]
