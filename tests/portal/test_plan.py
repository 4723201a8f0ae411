"""The page of a planning act: contents, documents and relations in words, versions, and acts that are no more."""

import pytest
from django.test import Client

from plans.models import PlanningAct, Provision
from sip.intake.models import Delivery
from tests.conftest import Deliver
from tests.plans.actfile import formal_document, identifier, planning_act
from tests.plans.planfile import ACT, act, document, feature, halves, zone
from tests.portal.conftest import Page
from tests.standing import standing

pytestmark = pytest.mark.django_db


def page_of(client: Client, local_id: str, query: str = "") -> Page:
    return Page(client.get(f"/plany/{identifier(local_id)}/{query}").content)


@pytest.fixture
@standing()
def chain(deliver: Deliver) -> None:
    """1 is changed by 2 and repealed by 3; a court annulled 4."""
    deliver(
        "app",
        document(
            planning_act("1MPZP", "Plan pierwszy", documents=(("dokumentUchwalajacy", "D1"),)),
            planning_act("2MPZP", "Plan drugi", documents=(("dokumentUchwalajacy", "D2"),)),
            planning_act("3MPZP", "Plan trzeci", documents=(("dokumentUchwalajacy", "D3"),)),
            planning_act("4MPZP", "Plan czwarty", documents=(("dokumentUniewazniajacy", "D4"),)),
            formal_document("D1", "I/1/2001"),
            formal_document("D2", "II/2/2002", relations=(("zmienia", "1MPZP"),)),
            formal_document("D3", "III/3/2003", relations=(("uchwala", "3MPZP"), ("uchyla", "1MPZP"))),
            formal_document("D4", "IV/4/2004", title="Wyrok"),
        ),
    )


@pytest.mark.usefixtures("chain")
def test_documents_say_what_they_do_to_the_act(client: Client) -> None:
    text = page_of(client, "1MPZP").text

    for words in ("uchwala ten akt", "zmienia ten akt", "uchyla ten akt", "nr I/1/2001", "Rada Gminy"):
        assert words in text
    assert "unieważnia ten akt" in page_of(client, "4MPZP").text


def test_an_act_is_cited_by_what_adopted_it_not_by_what_began_it(client: Client, deliver: Deliver) -> None:
    documents = (("dokumentPrzystepujacy", "D1"), ("dokumentUchwalajacy", "D2"))
    resolutions = (formal_document("D1", "I/1/2001"), formal_document("D2", "II/2/2002"))
    deliver("app", document(planning_act("1MPZP", "Plan pierwszy", documents=documents), *resolutions))

    assert "Plan pierwszy, Rada Gminy II/2/2002" in page_of(client, "1MPZP").text


@pytest.mark.usefixtures("chain")
def test_acts_are_related_in_both_directions(client: Client) -> None:
    first = page_of(client, "1MPZP")

    assert "Zmieniony przez: Plan drugi" in first.text
    assert "Uchylony przez: Plan trzeci" in first.text
    assert {f"/plany/{identifier('2MPZP')}/", f"/plany/{identifier('3MPZP')}/"} <= first.links
    assert "Zmienia: Plan pierwszy" in page_of(client, "2MPZP").text
    assert "Uchyla: Plan pierwszy" in page_of(client, "3MPZP").text


def test_a_reference_that_leads_nowhere_is_shown_as_written(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", documents=(("dokumentUchwalajacy", "NIEMA"),))))

    assert "dokumentu nie ma w rejestrze" in page_of(client, "1MPZP").text


def test_a_document_leads_only_to_web_addresses(client: Client, deliver: Deliver) -> None:
    evil = formal_document("D1").replace("https://bip.example/uchwala.pdf", "javascript:alert(1)")
    deliver("app", document(planning_act("1MPZP", documents=(("dokumentUchwalajacy", "D1"),)), evil))

    assert not any(link.startswith("javascript") for link in page_of(client, "1MPZP").links)


def test_zones_stand_by_symbol_with_profiles_indicators_and_area(client: Client, deliver: Deliver) -> None:
    tall = zone(
        "1SJ",
        (0, 0, 200, 200),
        indicators="<app:maksWysokoscZabudowy uom='m'>9</app:maksWysokoscZabudowy>",
    )
    low = zone(
        "10SJ",
        (200, 0, 200, 100),
        indicators="<app:maksWysokoscZabudowy uom='m'>12.5</app:maksWysokoscZabudowy>",
    )
    deliver("app", document(act(), tall, low, zone("2SU", (200, 100, 200, 100))))

    text = Page(client.get(f"/plany/{ACT}/").content).text
    assert "strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną" in text
    assert "wysokość zabudowy do 9–12,5 m" in text
    assert "teren zabudowy mieszkaniowej jednorodzinnej" in text
    assert "razem 8,0 ha" in text
    assert text.index("1SJ") < text.index("10SJ")


def test_regulations_and_drawings_are_named(client: Client, deliver: Deliver) -> None:
    drawing = feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        "1POG-RYS",
        "<app:tytul>Rysunek studium</app:tytul><app:lacze>https://bip.example/r.tif</app:lacze>"
        f'<app:plan xlink:href="{ACT}"/>',
    )
    deliver("app", document(act(), *halves(), drawing))

    page = Page(client.get(f"/plany/{ACT}/").content)
    assert "Rysunek studium" in page.text
    assert "https://bip.example/r.tif" in page.links


def test_provisions_stand_by_symbol(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    for symbol, body in (
        ("SJ", "<p>Dom do 9 m.</p>"),
        ("", "<p>Ogólnie.</p>"),
        ("ZZ", "<p>Inne.</p>"),
        ("ZX", "<p>Inne.</p>"),
    ):
        Provision.objects.create(
            local_id=f"p{symbol}",
            identifier=f"p{symbol}",
            act=ACT,
            symbol=symbol,
            paragraph="§ 12",
            body=body,
            valid_from="2025-03-04T10:00:00Z",
            published_by=Delivery.objects.get(),
            digest="00000000-0000-0000-0000-000000000001",
        )

    page = Page(client.get(f"/plany/{ACT}/").content)
    for words in ("Dom do 9 m.", "Ogólnie.", "ZX, ZZ § 12 Inne.", "Ustalenia ogólne"):
        assert words in page.text
    assert page.text.count("Inne.") == 1


def test_the_picture_shows_outline_and_zones(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    content = client.get(f"/plany/{ACT}/").content.decode()
    assert 'class="act-outline"' in content
    assert content.count('class="zone"') == 2
    assert "style=" not in content[content.index('<svg class="act-picture') :].split("</svg>")[0]


def test_an_act_without_an_outline_has_a_page(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", place=None)))

    assert "nie ma zasięgu tego aktu" in page_of(client, "1MPZP").text


def test_titles_are_text_and_never_markup(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&apos;")))

    content = client.get(f"/plany/{identifier('1MPZP')}/").content
    assert b"<script>alert" not in content


def test_files_and_a_citation_are_offered(client: Client, deliver: Deliver) -> None:
    deliver(
        "app",
        document(
            planning_act("1MPZP", "Plan Wólki", documents=(("dokumentUchwalajacy", "D1"),)),
            formal_document("D1", "XII/34/2019"),
        ),
    )

    page = page_of(client, "1MPZP")
    assert {"akt.gml", f"/api/v1/planning-acts/{identifier('1MPZP')}/"} <= page.links
    assert f"/api/v1/planning-zones/?act={identifier('1MPZP')}&limit=1000" in page.links
    assert "Plan Wólki, Rada Gminy XII/34/2019 z dnia 22 listopada 2019" in page.text
    assert f"http://testserver/plany/{identifier('1MPZP')}/" in page.text


def test_former_versions_are_shown_on_their_day(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "Dawny tytuł")))
    deliver("app", document(planning_act("1MPZP", "Nowy tytuł", version_since="2026-02-01T10:00:00Z")))

    assert "Dawny tytuł" in page_of(client, "1MPZP", "?data=2026-01-15").inside["h1"]
    page = page_of(client, "1MPZP")
    assert "Nowy tytuł" in page.inside["h1"]
    assert "zmieniony akt" in page.text
    assert "?data=2025-03-04" in page.links


def test_a_mistaken_day_shows_today(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP")))

    answer = client.get(f"/plany/{identifier('1MPZP')}/?data=2020-02-30")
    assert answer.status_code == 200
    assert "Nie rozumiemy tej daty" in Page(answer.content).text


def test_an_act_that_never_was_is_not_found(client: Client) -> None:
    assert client.get(f"/plany/{ACT}/").status_code == 404


def test_an_act_that_left_the_register_is_gone(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", "Plan dawny")))
    PlanningAct.objects.update(valid_to="2026-03-01T00:00:00Z", end_reason="vanished")

    answer = client.get(f"/plany/{identifier('1MPZP')}/")
    assert answer.status_code == 410
    page = Page(answer.content)
    assert "Plan dawny" in page.text
    assert client.get(f"/plany/{identifier('1MPZP')}/?data=2026-01-01").status_code == 200
    assert client.get(f"/plany/{identifier('1MPZP')}/?data=2026-04-01").status_code == 404


@pytest.mark.parametrize("address", ["a%00b", "%2e%2e/x", "a%0ab", "%F0%9F", "'%22", "{0}", "a" * 200, "%25"])
def test_whatever_identifier_is_asked_for_is_answered(client: Client, address: str) -> None:
    assert client.get(f"/plany/{address}/").status_code == 404


def test_a_kiosk_shows_the_act_without_ways_out(client: Client, deliver: Deliver) -> None:
    deliver("app", document(planning_act("1MPZP", documents=(("dokumentUchwalajacy", "D1"),)), formal_document("D1")))

    answer = client.get(f"/infomat/plany/{identifier('1MPZP')}/")
    assert answer.status_code == 200
    assert all(link.startswith(("/infomat/", "#", "?")) for link in Page(answer.content).links)
