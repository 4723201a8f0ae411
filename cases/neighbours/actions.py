"""Changes of who takes part: lists of neighbours saved in versions, parties typed or taken from a register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cases import writing
from cases.actors import Actor
from cases.errors import Incomplete, NotNow
from cases.models import Case, CaseParty, PartyKind, PartyRole
from cases.neighbours import register
from cases.neighbours.finding import MOST_FOUND, Near, Search, near
from cases.neighbours.models import MOST_WORDS, Neighbour, NeighbourList, Origin, Subject
from cases.workflow import OPEN, Who
from parcels.identifiers import ParcelId
from sip.audit.actions import record
from sip.public import rows

MOST_PARTIES: Final = 300
MOST_ADDED: Final = 50
KNOWN: Final = "SELECT identifier FROM parcel_public WHERE identifier = ANY(%(wanted)s)"
DATED: Final = """
SELECT max(data_date), max(id) FROM delivery_public WHERE id = ANY(%(deliveries)s)
"""
LENGTHS: Final = {"name": 200, "address": 400, "delivery_address": 60}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a clerk says of a parcel of the list."""

    is_party: bool
    words: str = ""


def list_save(
    *,
    actor: Actor,
    case: Case,
    version: int,
    search: Search,
    chosen: Mapping[str, Chosen],
    added: Sequence[str] = (),
    added_words: str = "",
) -> NeighbourList:
    """Save the neighbours found now, with what was CHOSEN of them, as the next version; ADDED ones by hand.

    Whoever was a party in the version before is left out only with a reason. They are looked for while nothing is
    locked. Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete, sip.public.TookTooLong.
    """
    writing.seen(case, version)
    if not writing.permitted(case, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    by_hand = _added(added, added_words)
    return _list_keep(actor, case, version, search, near(search), chosen, by_hand)


@transaction.atomic
def _list_keep(
    actor: Actor,
    case: Case,
    version: int,
    search: Search,
    neighbours: Sequence[Near],
    chosen: Mapping[str, Chosen],
    added: Sequence[tuple[str, Chosen]],
) -> NeighbourList:
    found = _locked(actor, case, version)
    before = newest(found)
    by_hand = [*_kept(before, chosen, neighbours), *added]
    _removed_with_reason(before, chosen, neighbours)
    if not search.own and search.shape is None:
        raise NotNow(_("Sprawa nie ma działek ani kształtu, wokół których szukać."))
    if len(neighbours) + len(by_hand) > MOST_FOUND:
        raise Incomplete({"within": [_("Działek jest więcej niż %d: zmniejsz odległość.") % MOST_FOUND]})
    made = _list(found, actor, search, neighbours, before.number + 1 if before else 1)
    found_rows = [_found_row(made, at, one, chosen) for at, one in enumerate(neighbours, start=1)]
    typed_rows = [_typed_row(made, at, *one) for at, one in enumerate(by_hand, start=len(found_rows) + 1)]
    saved = {row.identifier: row for row in [*found_rows, *typed_rows]}
    Neighbour.objects.bulk_create(saved.values())
    parties = sum(row.is_party for row in saved.values())
    _noted(found, actor, "neighbours", {"list": made.number, "parcels": len(saved), "parties": parties})
    return made


def newest(case: Case) -> NeighbourList | None:
    return case.neighbour_lists.order_by("number").last()


def _locked(actor: Actor, case: Case, version: int) -> Case:
    found = writing.locked(case)
    if not writing.permitted(found, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    writing.seen(found, version)
    if found.state not in OPEN:
        raise NotNow(_("Sprawa jest zakończona."))
    return found


def _noted(case: Case, actor: Actor, action: str, new: dict[str, Any]) -> None:
    case.version += 1
    case.save(update_fields=["version"])
    record(
        actor=actor.user,
        action=f"case.{action}",
        object_type=writing.OBJECT,
        object_id=case.pk,
        office=case.office,
        new={**new, "version": case.version},
    )


def _kept(
    before: NeighbourList | None, chosen: Mapping[str, Chosen], neighbours: Sequence[Near]
) -> list[tuple[str, Chosen]]:
    """Of the version before: added by hand, or a party that this search does not find."""
    found = {one.identifier for one in neighbours}
    rows = before.rows.exclude(identifier__in=found) if before else Neighbour.objects.none()
    kept = [row for row in rows if row.origin == Origin.TYPED or row.is_party]
    usual = {row.identifier: Chosen(row.is_party, row.words) for row in kept}
    return [(row.identifier, chosen.get(row.identifier, usual[row.identifier])) for row in kept]


def _added(added: Sequence[str], words: str) -> list[tuple[str, Chosen]]:
    wanted = [text for text in dict.fromkeys(added) if text]
    if not wanted:
        return []
    if len(wanted) > MOST_ADDED:
        raise Incomplete({"added": [_("Dopisz najwyżej %d działek naraz.") % MOST_ADDED]})
    formed = [text for text in wanted if ParcelId.parse(text)]
    known = {row[0] for row in rows(KNOWN, {"wanted": formed})} if formed else set()
    if unknown := [text for text in wanted if text not in known]:
        raise Incomplete({"added": [_("Rejestr nie zna: %s.") % ", ".join(unknown)]})
    if not words.strip() or len(words) > MOST_WORDS or "\0" in words:
        raise Incomplete({"added_words": [_("Podaj, dlaczego te działki są na liście.")]})
    return [(text, Chosen(True, words.strip())) for text in wanted]


def _removed_with_reason(
    before: NeighbourList | None, chosen: Mapping[str, Chosen], neighbours: Sequence[Near]
) -> None:
    if any(len(one.words) > MOST_WORDS or "\0" in one.words for one in chosen.values()):
        raise Incomplete({"words": [_("Uwaga może mieć najwyżej %d znaków.") % MOST_WORDS]})
    were = before.rows.filter(is_party=True).values_list("identifier", flat=True) if before else []
    found = {one.identifier for one in neighbours}
    said = {identifier: chosen.get(identifier, Chosen(identifier not in found)) for identifier in were}
    silent = [identifier for identifier, one in said.items() if not one.is_party and not one.words.strip()]
    if silent:
        raise Incomplete({"words": [_("Podaj powód usunięcia z listy stron: %s.") % ", ".join(silent)]})


def _list(case: Case, actor: Actor, search: Search, neighbours: Sequence[Near], number: int) -> NeighbourList:
    deliveries = sorted({one.delivery for one in neighbours if one.delivery is not None})
    data_date, delivery = rows(DATED, {"deliveries": deliveries})[0] if deliveries else (None, None)
    assert actor.user is not None
    return NeighbourList.objects.create(
        case=case,
        number=number,
        actor=actor.user,
        subject=Subject.PARCELS if search.own else Subject.SHAPE,
        own=list(search.own),
        within_m=Decimal(str(search.within_m)),
        tolerance_m=Decimal(str(search.tolerance_m)),
        data_date=data_date,
        delivery=delivery,
    )


def _found_row(made: NeighbourList, position: int, one: Near, chosen: Mapping[str, Chosen]) -> Neighbour:
    said = chosen.get(one.identifier, Chosen(False))
    return Neighbour(
        of_list=made,
        position=position,
        identifier=one.identifier,
        origin=Origin.FOUND,
        reasons=[reason.value for reason in one.reasons],
        roads=list(one.roads),
        land_use=list(one.land_use),
        distance_m=one.distance_m,
        shared_m=one.shared_m,
        is_party=said.is_party,
        words=said.words.strip(),
    )


def _typed_row(made: NeighbourList, position: int, identifier: str, said: Chosen) -> Neighbour:
    return Neighbour(
        of_list=made,
        position=position,
        identifier=identifier,
        origin=Origin.TYPED,
        is_party=said.is_party,
        words=said.words.strip(),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A party as typed."""

    name: str
    address: str
    parcels: tuple[str, ...]
    delivery_address: str = ""
    kind: PartyKind = PartyKind.PERSON


@transaction.atomic
def party_save(*, actor: Actor, case: Case, version: int, named: Named, party: CaseParty | None = None) -> CaseParty:
    """Add a party of the case, or say otherwise of one; its parcels are of the newest list.

    Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete.
    """
    found = _locked(actor, case, version)
    if party is not None and (party.case_id != found.pk or party.role != PartyRole.PARTY):
        raise PermissionDenied
    _check(found, named, is_new=party is None)
    row = party or CaseParty(case=found, role=PartyRole.PARTY)
    row.name, row.address, row.kind = named.name.strip(), named.address.strip(), named.kind
    row.delivery_address, row.parcels = named.delivery_address.strip(), list(named.parcels)
    row.save()
    _noted(found, actor, "party-save", {"party": row.pk, "parcels": len(row.parcels)})
    return row


def _check(case: Case, named: Named, *, is_new: bool) -> None:
    problems: dict[str, list[str]] = {}
    for name, most in LENGTHS.items():
        if len(getattr(named, name)) > most or "\0" in getattr(named, name):
            problems[name] = [_("Za długie albo z niedozwolonym znakiem.")]
    if not named.name.strip():
        problems["name"] = [_("To pole jest wymagane.")]
    if not named.parcels or not set(named.parcels) <= set(party_parcels(case)):
        problems["parcels"] = [_("Wybierz działki z listy stron.")]
    if is_new and case.parties.filter(role=PartyRole.PARTY).count() >= MOST_PARTIES:
        problems["name"] = [_("Sprawa ma już %d stron.") % MOST_PARTIES]
    if problems:
        raise Incomplete(problems)


def party_parcels(case: Case) -> list[str]:
    """Parcels whose people are parties, by the newest list."""
    found = newest(case)
    return list(found.rows.filter(is_party=True).values_list("identifier", flat=True)) if found else []


@transaction.atomic
def party_remove(*, actor: Actor, case: Case, version: int, party: CaseParty) -> None:
    """Take out one that was typed by mistake, as long as no letter went to them.

    Raises PermissionDenied, Conflict, Stale, NotNow.
    """
    found = _locked(actor, case, version)
    if party.case_id != found.pk or party.role != PartyRole.PARTY:
        raise PermissionDenied
    if party.letters.exists():
        raise NotNow(_("Do tej strony są już pisma: zostaje w sprawie."))
    number = party.pk
    party.delete()
    _noted(found, actor, "party-remove", {"party": number})


def parties_fetch(*, actor: Actor, case: Case, version: int) -> int:
    """Ask the connected register for the parties of parcels without any, while nothing is locked; how many came.

    Raises PermissionDenied, Conflict, Stale, NotNow, register.RegisterSilent.
    """
    writing.seen(case, version)
    if not writing.permitted(case, actor) & {Who.CLERK, Who.HEAD}:
        raise PermissionDenied
    known = {parcel for party in case.parties.filter(role=PartyRole.PARTY) for parcel in party.parcels}
    wanted = [parcel for parcel in party_parcels(case) if parcel not in known]
    assert actor.user is not None
    named = register.parties_of(wanted, case.sign or "", str(actor.user.pk)) if wanted else []
    return _keep_fetched(actor, case, version, wanted, [one for one in named if set(one.parcels) & set(wanted)])


@transaction.atomic
def _keep_fetched(
    actor: Actor, case: Case, version: int, wanted: Sequence[str], named: Sequence[register.Found]
) -> int:
    found = _locked(actor, case, version)
    parties = [_of_register(found, one) for one in named[:MOST_PARTIES]]
    CaseParty.objects.bulk_create(parties)
    _noted(found, actor, "parties-fetch", {"asked": wanted, "parties": len(parties)})
    return len(parties)


def _of_register(case: Case, one: register.Found) -> CaseParty:
    return CaseParty(
        case=case,
        role=PartyRole.PARTY,
        kind=PartyKind.PERSON if one.is_person else PartyKind.ORGANISATION,
        name=one.name[: LENGTHS["name"]],
        address=one.address[: LENGTHS["address"]],
        delivery_address=one.delivery_address[: LENGTHS["delivery_address"]],
        parcels=list(one.parcels),
    )
