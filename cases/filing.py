"""Filing: a draft becomes a case with its sign, its parcels as they are now and its receipt, in one transaction.

What takes time (parcels, extracts, the form's check) comes before the lock. The number is taken last but for the rows
that bear the sign, so that a filing that fails leaves no gap and others wait no longer than they must.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import codes, receipts, signs, writing
from cases.actors import Actor
from cases.catalogue import fees
from cases.catalogue.definitions import Counted
from cases.catalogue.models import Place
from cases.catalogue.schema import problems
from cases.clock.terms import WARSAW, day_of
from cases.errors import Incomplete, NotNow
from cases.land import actions as land
from cases.land import snapshots
from cases.land.models import Source
from cases.models import Case, CaseParty, Channel, PartyRole, Receipt
from cases.payments.models import Order, Why
from cases.workflow import Act

# The longest that a system may send, and before it whose it is.
MOST_KEY = 256
# Of an area, m²: less is a slip of the hand.
LEAST_AREA = 1.0
# Of a paper's hour nobody knows.
NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class Filed:
    """`code` opens the case with its sign; `is_new` is False where the same key filed it before."""

    case: Case
    code: str
    receipt: Receipt
    is_new: bool


def case_file(*, actor: Actor, case: Case, version: int, key: str, received: date | None = None) -> Filed:
    """File the draft CASE that was seen as VERSION. KEY is of this one click or post: repeated, it files once and is
    answered alike. RECEIVED: the day, not after today, on which an office got the paper that a clerk typed in; its
    clock runs from then (KPA art. 61 §3), its sign is of today.

    Raises PermissionDenied, Stale, NotNow, Incomplete.
    """
    if not key or len(key) > MOST_KEY:
        raise Incomplete({"key": [_("Brakuje klucza złożenia.")]})
    writing.permitted(case, actor)
    # Snapshots take extracts of every parcel, so what cannot be filed anyway is refused before them.
    if case.is_draft and (wrong := problems_of(case)):
        raise Incomplete(wrong)
    taken = snapshots.take(case.typed_parcels) if case.is_draft else []
    received = received if case.channel == Channel.OFFICE else None
    return _file(actor, case, version, _key_of(case, key), taken, received)


@transaction.atomic
def _file(
    actor: Actor, case: Case, version: int, key: str, taken: Sequence[snapshots.Taken], received: date | None
) -> Filed:
    found = writing.locked(case, waiting=True)
    capacities = writing.permitted(found, actor)
    if not found.is_draft:
        return _filed_before(found, key)
    writing.seen(found, version)
    step, who = writing.allowed(found, Act.FILE, capacities)
    if wrong := problems_of(found):
        raise Incomplete(wrong)
    moment = timezone.now()
    _keep_land(found, actor, taken)
    _ask_fee(found)
    _become(found, key, moment, received)
    data: dict[str, Any] = {"service": found.service.code, "form": found.form.number}
    if received:
        data["received"] = received.isoformat()
    happened = writing.Happened(Act.FILE, who, step, data, day=received)
    return _number(found, actor, happened, moment, key)


def _number(case: Case, actor: Actor, happened: writing.Happened, moment: datetime, key: str) -> Filed:
    """The counter's row, and what bears the sign."""
    register = signs.Register(case.office_id, case.unit_symbol, case.jrwa_class, case.sign_group, day_of(moment).year)
    pattern = getattr(case.office, "sign_pattern", None)
    case.number = signs.next_number(register)
    case.sign = signs.sign(pattern.pattern if pattern else signs.DEFAULT_PATTERN, register, case.number)
    receipt = receipts.compose(case, case.filed_at or moment, moment)
    writing.move(case, actor, happened, moment)
    receipt.save(force_insert=True)
    return Filed(case, codes.code_for(key), receipt, is_new=True)


def _filed_before(case: Case, key: str) -> Filed:
    if case.filing_key != key:
        raise NotNow(_("Ten wniosek jest już złożony."))
    return Filed(case, codes.code_for(key), case.receipt, is_new=False)


def _key_of(case: Case, key: str) -> str:
    """Of this draft: the same words for another one are another key."""
    return hashlib.sha256(f"{case.pk} {key}".encode()).hexdigest()


def _become(case: Case, key: str, moment: datetime, received: date | None) -> None:
    service = case.service
    case.signed_by = case.office
    case.unit_symbol, case.jrwa_class, case.sign_group = service.unit_symbol, service.jrwa_class, service.sign_group
    case.year = day_of(moment).year
    case.filing_key, case.code_hash = key, codes.hash_of(codes.code_for(key))
    case.filed_at = datetime.combine(received, NOON, WARSAW) if received and received < day_of(moment) else moment
    case.expires_at, case.periods = None, service.periods


def _keep_land(case: Case, actor: Actor, taken: Sequence[snapshots.Taken]) -> None:
    """Snapshots of the parcels, and the first version of the shape: as drawn, or of the parcels together."""
    snapshots.store(case.pk, taken)
    shape, source = case.shape, Source(case.shape_source) if case.shape else Source.PARCELS
    if shape is None:
        shape = together([one.shape for one in taken if one.shape is not None])
    if shape is not None:
        case.shape, case.shape_source = shape, source
        land.add(case, shape, source, actor)


def together(shapes: Sequence[GEOSGeometry]) -> GEOSGeometry | None:
    """Neighbours grown into one outline; MultiPolygon in EPSG:2180."""
    if not shapes:
        return None
    whole = shapes[0]
    for shape in shapes[1:]:
        whole = whole.union(shape)
    return whole if whole.geom_type == "MultiPolygon" else MultiPolygon(whole, srid=whole.srid)


def _ask_fee(case: Case) -> None:
    """An order for the least that is due; what only the finished document tells is topped up later."""
    fee = fee_of(case)
    if fee.total > 0:
        Order.objects.create(case=case, why=Why.FEE, amount=fee.total, lines=fee.as_written())


def fee_of(case: Case, counts: Mapping[Counted, int] | None = None) -> fees.Fee:
    """What the case costs as far as it is known; COUNTS add what an office counted (pages, sheets).

    An exemption that the service does not know counts as none.
    """
    rule = case.service.fee_rule
    known = {exemption.code for exemption in rule.exemptions}
    parcels = len(snapshots.named(case.typed_parcels))
    return fees.compute(
        rule,
        {Counted.PARCELS: parcels, Counted.COPIES: 1, **(counts or {})},
        case.answers,
        case.exemption if case.exemption in known else "",
    )


def problems_of(case: Case) -> dict[str, list[str]]:
    """What is missing or wrong before the draft can be filed: by question, or "parcels", "shape", "documents",
    "name", "email", "exemption", "service"; for the review page too."""
    found = dict(problems(case.form.schema, case.answers))
    found |= _wrong_place(case) | _wrong_person(case) | _missing_documents(case)
    if case.channel == Channel.ONLINE and not case.service.is_offered:
        found["service"] = [_("Tej usługi teraz nie można zamówić. Wniosek jest zapisany.")]
    exemptions = {exemption.code for exemption in case.service.fee_rule.exemptions}
    if case.exemption and case.exemption not in exemptions:
        found["exemption"] = [_("Nie ma takiego zwolnienia z opłaty.")]
    return found


def _wrong_place(case: Case) -> dict[str, list[str]]:
    place, most = case.service.place, case.service.most_parcels
    parcels = len(snapshots.named(case.typed_parcels))
    if place == Place.PARCELS and not parcels:
        return {"parcels": [_("Podaj co najmniej jedną działkę.")]}
    if parcels > most:
        return {"parcels": [_("Podaj najwyżej %d działek.") % most]}
    if place in (Place.SHAPE, Place.AREA) and case.shape is None and not parcels:
        return {"shape": [_("Zaznacz miejsce albo podaj działki.")]}
    if place == Place.AREA and case.shape is not None and case.shape.area < LEAST_AREA:
        return {"shape": [_("Zaznacz obszar, co najmniej 1 m²: nie punkt ani linię.")]}
    return {}


def _wrong_person(case: Case) -> dict[str, list[str]]:
    """A name, and where to answer: an address that is confirmed where nobody is signed in."""
    applicant = case.parties.filter(role=PartyRole.APPLICANT).first()
    if applicant is None or not applicant.name.strip():
        return {"name": [_("Podaj imię i nazwisko albo nazwę.")]}
    if not (applicant.email or applicant.address or applicant.delivery_address):
        return {"email": [_("Podaj adres, na który urząd ma odpowiedzieć.")]}
    proxy = case.parties.filter(role=PartyRole.PROXY).first()
    if proxy is not None and not proxy.name.strip():
        return {"proxy_name": [_("Podaj imię i nazwisko pełnomocnika.")]}
    return _without_account(case, applicant) if case.account_id is None and case.channel == Channel.ONLINE else {}


def _without_account(case: Case, applicant: CaseParty) -> dict[str, list[str]]:
    if not case.service.without_account:
        return {"account": [_("Tę usługę można zamówić tylko po zalogowaniu.")]}
    if applicant.email_confirmed_at is None:
        return {"email": [_("Potwierdź adres e-mail: otwórz odnośnik z wiadomości.")]}
    return {}


def _missing_documents(case: Case) -> dict[str, list[str]]:
    given = set(case.documents.values_list("wanted", flat=True))
    missing = [wanted.name for wanted in case.service.wanted_documents if wanted.required and wanted.code not in given]
    return {"documents": [_("Dołącz: %s.") % name for name in missing]} if missing else {}
