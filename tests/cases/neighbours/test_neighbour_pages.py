"""Neighbours at the desk: the list in versions, parties, letters that the applicant never sees; shut to strangers."""

import csv
from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.actors import of_user
from cases.documents.actions import Incoming, document_add, document_open
from cases.models import Case, CaseParty, NeighbourList, PartyLetter, PartyRole
from cases.neighbours.finding import Near, Search, near
from cases.neighbours.register import Found, RegisterSilent
from cases.workflow import Act
from sip.audit.models import Event
from sip.offices.models import User
from tests.cases.conftest import IN_BELZYCE, IN_GARBOW
from tests.cases.making import Made, do

pytestmark = pytest.mark.django_db
FIRST, SECOND, FAR = f"{IN_BELZYCE}.2/1", f"{IN_BELZYCE}.2/2", f"{IN_GARBOW}.1"
PERSON = {"name": "Ewa Sąsiedzka", "kind": "person", "address": "ul. Miedza 1\n24-200 Bełżyce"}


def owners(parcels: Sequence[str], _sign: str, _account: str) -> list[Found]:
    """A register for the tests."""
    return [Found("Adam Graniczny", "Kolonia 7", (parcel,)) for parcel in parcels]


def silent(_parcels: Sequence[str], _sign: str, _account: str) -> list[Found]:
    raise RegisterSilent("Rejestr nie odpowiada.")


def version(case: Case) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


def save(client: Client, case: Case, *parties: str, **more: object) -> tuple[int, str]:
    sent = {"version": version(case), "widoczna": [FIRST, SECOND], "strona": list(parties), **more}
    answer = client.post(reverse("case-neighbours", args=[case.pk]), sent, follow=True)
    return answer.status_code, answer.content.decode()


def name_party(client: Client, case: Case, *parcels: str, **more: object) -> tuple[int, str]:
    sent = {**PERSON, "version": version(case), "parcels": list(parcels), **more}
    answer = client.post(reverse("case-parties", args=[case.pk]), sent, follow=True)
    return answer.status_code, answer.content.decode()


def newest(case: Case) -> NeighbourList:
    found = case.neighbour_lists.order_by("-number").first()
    assert found is not None
    return found


def test_parcels_that_share_a_boundary_are_proposed(desk: Client, case: Case) -> None:
    page = desk.get(reverse("case-neighbours", args=[case.pk])).content.decode()

    assert f'value="{FIRST}" checked' in page
    assert "wspólna granica 59," in page or "wspólna granica 60," in page


def test_the_list_is_saved_in_versions_with_the_data_it_was_made_of(desk: Client, case: Case, clerk: User) -> None:
    save(desk, case, FIRST, SECOND)
    save(desk, case, FIRST, **{"uwaga-2": "Sprzedał działkę wnioskodawcy."})

    first, second = case.neighbour_lists.order_by("number")
    assert (first.actor, first.delivery is not None, first.data_date is not None) == (clerk, True, True)
    assert list(first.rows.values_list("is_party", flat=True)) == [True, True]
    assert list(second.rows.values_list("identifier", "is_party")) == [(FIRST, True), (SECOND, False)]
    page = desk.get(reverse("case-neighbour-list", args=[case.pk, 2])).content.decode()
    assert "Sprzedał działkę" in page
    assert Event.objects.filter(action="case.neighbours").count() == 2


def test_a_party_is_taken_out_only_with_a_reason(desk: Client, case: Case) -> None:
    save(desk, case, FIRST, SECOND)

    status, page = save(desk, case, FIRST)

    assert status == 422
    assert SECOND in page
    assert newest(case).number == 1


def test_a_parcel_is_added_by_hand_with_a_reason(desk: Client, case: Case) -> None:
    for given in (
        {"dopisz": FAR},
        {"dopisz": "060901_5.0001.999", "dopisz-powod": "x"},
        {"dopisz": "x\0", "dopisz-powod": "y"},
    ):
        assert save(desk, case, FIRST, **given)[0] == 422
    save(desk, case, FIRST, dopisz=FAR, **{"dopisz-powod": "Służebność drogi."})

    row = newest(case).rows.get(identifier=FAR)
    assert (row.origin, row.is_party, row.words) == ("typed", True, "Służebność drogi.")
    save(desk, case, FIRST, FAR, widoczna=[FIRST, SECOND, FAR])
    assert newest(case).rows.get(identifier=FAR).is_party


def test_a_list_of_what_changed_since_is_refused(desk: Client, case: Case, clerk: User) -> None:
    do(clerk, case, Act.ACCEPT)

    assert save(desk, case, FIRST, version=case.version)[0] == 409
    assert not case.neighbour_lists.exists()


@pytest.mark.parametrize("query", [{"m": "x"}, {"m": "1e9"}, {"m": "NaN"}, {"tol": "0"}, {"wokol": "księżyc"}])
def test_a_search_without_sense_is_told(desk: Client, case: Case, query: dict[str, str]) -> None:
    answer = desk.get(reverse("case-neighbours", args=[case.pk]), query)

    assert answer.status_code == 200
    assert "Popraw" in answer.content.decode()
    assert desk.get(reverse("case-neighbours-map", args=[case.pk]), query).status_code == 200


def test_the_map_has_the_land_and_its_neighbours(desk: Client, case: Case) -> None:
    found = desk.get(reverse("case-neighbours-map", args=[case.pk]), {"crs": "2180"}).json()["features"]

    assert [(one["id"], one["properties"]["look"]) for one in found] == [
        ("own-1", "own"),
        ("1", "party"),
        ("2", "party"),
    ]


def test_parties_are_typed_for_parcels_of_the_list(desk: Client, case: Case) -> None:
    save(desk, case, FIRST, SECOND)
    assert name_party(desk, case, FAR)[0] == 422
    assert name_party(desk, case, FIRST, name="")[0] == 422

    _status, page = name_party(desk, case, FIRST, SECOND)

    party = case.parties.get(role=PartyRole.PARTY)
    assert (party.name, party.parcels) == ("Ewa Sąsiedzka", [FIRST, SECOND])
    assert "Działki bez wpisanej strony" not in page
    assert "Ewa" not in str(list(Event.objects.values_list("new", flat=True)))


def test_a_party_is_changed_and_removed(desk: Client, case: Case) -> None:
    save(desk, case, FIRST)
    name_party(desk, case, FIRST)
    party = case.parties.get(role=PartyRole.PARTY)

    name_party(desk, case, FIRST, party=party.pk, name="Ewa Nowa")
    party.refresh_from_db()
    assert party.name == "Ewa Nowa"
    desk.post(reverse("case-party-remove", args=[case.pk, party.pk]), {"version": version(case)})
    assert not case.parties.filter(role=PartyRole.PARTY).exists()


def test_the_applicant_is_no_party_that_a_clerk_changes_here(desk: Client, case: Case) -> None:
    save(desk, case, FIRST)
    applicant = case.parties.get(role=PartyRole.APPLICANT)

    assert name_party(desk, case, FIRST, party=applicant.pk)[0] == 404
    address = reverse("case-party-remove", args=[case.pk, applicant.pk])
    assert desk.post(address, {"version": version(case)}).status_code == 404


def test_a_connected_register_names_the_parties(desk: Client, case: Case, settings: Settings) -> None:
    settings.PARTIES_REGISTER = f"{__name__}.owners"
    save(desk, case, FIRST, SECOND)
    address = reverse("case-parties-fetch", args=[case.pk])

    desk.post(address, {"version": version(case)})
    desk.post(address, {"version": version(case)})

    assert case.parties.filter(role=PartyRole.PARTY, name="Adam Graniczny").count() == 2


def test_a_silent_register_is_told_in_words(desk: Client, case: Case, settings: Settings) -> None:
    settings.PARTIES_REGISTER = f"{__name__}.silent"
    save(desk, case, FIRST)

    answer = desk.post(reverse("case-parties-fetch", args=[case.pk]), {"version": version(case)}, follow=True)

    assert "Rejestr nie odpowiada." in answer.content.decode()


def test_addresses_are_taken_away_and_printed(desk: Client, case: Case) -> None:
    save(desk, case, FIRST)
    name_party(desk, case, FIRST, name="=cmd()")

    answer = desk.get(reverse("case-parties-csv", args=[case.pk]))
    written = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    _head, row = csv.reader(written.lstrip("\ufeff").splitlines(), delimiter=";")
    assert row[1:] == ["'=cmd()", "ul. Miedza 1, 24-200 Bełżyce", "", FIRST]
    assert desk.get(reverse("case-parties-labels", args=[case.pk])).content.startswith(b"%PDF")


@pytest.fixture
def parties(desk: Client, case: Case) -> list[CaseParty]:
    save(desk, case, FIRST, SECOND)
    name_party(desk, case, FIRST)
    name_party(desk, case, SECOND, name="Jan Miedza")
    return list(case.parties.filter(role=PartyRole.PARTY).order_by("pk"))


def letter(case: Case, parties: list[CaseParty], **more: object) -> dict[str, object]:
    words = {"title": "Zawiadomienie", "basis": "art. 61 § 4 KPA", "text": "Zawiadamiam.", "signed_by": "Jan Urzędnik"}
    numbers = [party.pk for party in parties]
    usual = {"template": "wszczecie", "how": "kazdy", "dated": "2026-11-22", "version": version(case)}
    return {**usual, **words, "parties": numbers, **more}


def test_each_party_gets_a_letter_that_is_replaced_until_it_is_sent(
    desk: Client, case: Case, parties: list[CaseParty]
) -> None:
    address = reverse("case-party-letters", args=[case.pk])
    for _time in range(2):
        assert desk.post(address, letter(case, parties)).status_code == 302

    assert case.documents.filter(replaced_by=None).count() == 2
    numbers = list(PartyLetter.objects.filter(document__replaced_by=None).values_list("pk", flat=True))
    desk.post(reverse("case-party-letters-sent", args=[case.pk]), {"pismo": numbers})
    assert PartyLetter.objects.filter(sent_at__isnull=False).count() == 2
    desk.post(address, letter(case, parties))
    assert case.documents.filter(replaced_by=None).count() == 4


def test_one_letter_with_a_distribution_list(desk: Client, case: Case, parties: list[CaseParty]) -> None:
    desk.post(reverse("case-party-letters", args=[case.pk]), letter(case, parties, how="razem"))

    made = PartyLetter.objects.get(document__case=case)
    assert set(made.parties.all()) == set(parties)


def test_a_preview_of_a_letter_keeps_nothing(desk: Client, case: Case, parties: list[CaseParty]) -> None:
    answer = desk.post(reverse("case-party-letters", args=[case.pk]), letter(case, parties, preview="1"))

    assert answer.content.startswith(b"%PDF")
    assert not case.documents.exists()


def test_letters_to_nobody_are_refused(desk: Client, case: Case, parties: list[CaseParty]) -> None:
    wrong: list[dict[str, object]] = [
        {"parties": []},
        {"parties": [case.parties.get(role=PartyRole.APPLICANT).pk]},
        {"text": ""},
    ]
    for given in wrong:
        assert (
            desk.post(reverse("case-party-letters", args=[case.pk]), {**letter(case, parties), **given}).status_code
            == 422
        )


def test_the_applicant_never_sees_letters_to_parties(
    desk: Client, made: Made, clerk: User, parties: list[CaseParty]
) -> None:
    case = made.case
    desk.post(reverse("case-party-letters", args=[case.pk]), letter(case, parties))
    case.orders.update(cancelled_at=case.filed_at)
    do(clerk, case, Act.ACCEPT)
    desk.post(
        reverse("case-letter", args=[case.pk]),
        {"template": "pismo", "title": "Pismo", "text": "x", "dated": "2026-11-22", "signed_by": "Jan"},
    )
    do(clerk, case, Act.ISSUE)

    issued = case.documents.filter(issued_at__isnull=False)
    assert [document.title for document in issued] == ["Pismo"]
    for found in PartyLetter.objects.filter(document__case=case):
        with pytest.raises(PermissionDenied):
            document_open(actor=made.applicant, document=found.document)


def test_letters_to_parties_alone_are_no_document_to_issue(
    desk: Client, case: Case, clerk: User, parties: list[CaseParty]
) -> None:
    desk.post(reverse("case-party-letters", args=[case.pk]), letter(case, parties))
    case.orders.update(cancelled_at=case.filed_at)
    do(clerk, case, Act.ACCEPT)

    answer = desk.post(reverse("case-step", args=[case.pk, "issue"]), {"version": version(case), "confirmed": "1"})

    assert answer.status_code == 409


def test_a_letter_to_a_party_has_no_newer_version_that_is_none(
    desk: Client, case: Case, clerk: User, parties: list[CaseParty]
) -> None:
    desk.post(reverse("case-party-letters", args=[case.pk]), letter(case, parties))
    before = PartyLetter.objects.filter(document__case=case)[0].document

    with pytest.raises(PermissionDenied):
        document_add(actor=of_user(clerk), case=case, incoming=Incoming([b"x"], "x.pdf"), replaces=before)

    assert not case.documents.filter(party_letter__isnull=True).exists()


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 19, "-1", "x", "1\0"])
def test_nonsense_for_a_letter_that_went_out_is_no_error(desk: Client, case: Case, text: str) -> None:
    assert desk.post(reverse("case-party-letters-sent", args=[case.pk]), {"pismo": [text]}).status_code == 302


def test_neighbours_are_looked_for_while_the_case_is_nobodys(
    desk: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []

    def watched(search: Search) -> list[Near]:
        depths.append(len(connection.savepoint_ids))
        return list(near(search))

    monkeypatch.setattr("cases.neighbours.actions.near", watched)
    outside = len(connection.savepoint_ids)
    save(desk, case, FIRST)
    assert depths == [outside]


def test_the_log_counts_the_parcels_of_a_party_and_names_none(desk: Client, case: Case) -> None:
    save(desk, case, FIRST)
    name_party(desk, case, FIRST)
    assert (Event.objects.get(action="case.party-save").new or {})["parcels"] == 1


def test_a_list_with_a_reason_for_each_parcel_is_taken(desk: Client, case: Case) -> None:
    many = {f"u-{at}": "" for at in range(1500)}
    assert save(desk, case, FIRST, **many)[0] == 200


NAMES = ("case-neighbours", "case-neighbours-map", "case-parties", "case-parties-csv", "case-parties-labels")


@pytest.mark.parametrize("name", [*NAMES, "case-party-letters"])
def test_strangers_see_no_neighbours_and_no_parties(client: Client, case: Case, outsider: User, name: str) -> None:
    client.force_login(outsider)

    assert client.get(reverse(name, args=[case.pk])).status_code in (403, 404)


@pytest.mark.parametrize(
    "name", ["case-neighbours", "case-parties", "case-parties-fetch", "case-party-letters", "case-party-letters-sent"]
)
def test_strangers_change_nothing(client: Client, case: Case, outsider: User, name: str) -> None:
    client.force_login(outsider)

    assert client.post(reverse(name, args=[case.pk]), {"version": case.version}).status_code in (403, 404)
    assert version(case) == case.version


def test_who_is_not_signed_in_is_led_to_the_door(client: Client, case: Case) -> None:
    for name in (*NAMES, "case-party-letters"):
        assert client.get(reverse(name, args=[case.pk])).status_code == 302
