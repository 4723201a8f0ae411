"""Drafts: begun, saved, opened again by their link, forgotten when their time is over. They have no sign yet."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import codes, expiry, tasks, writing
from cases.actors import Actor, holding
from cases.catalogue.models import Service
from cases.catalogue.schema import MOST_TEXT
from cases.clients.models import Client
from cases.errors import Incomplete, NotNow
from cases.land.actions import checked
from cases.land.models import MOST_TYPED, Source
from cases.models import Case, CaseParty, Channel, PartyKind, PartyRole
from sip.audit.actions import record
from sip.offices.models import User
from sip.offices.permissions import Action, may

CONFIRMING: Final = "cases.drafts.email"
MOST_PARCELS: Final = 500
LINK_AFTER_FILING: Final = timedelta(hours=1)
MOST_EXEMPTION: Final = 40
MOST_ORIGIN: Final = 300
MOST_OF_PERSON: Final = 400
# Unicode: spaces of no width, marks of byte order, and what overrides the direction of writing; joiners stay, for
# signs are made of several.
UNSEEN: Final = dict.fromkeys((0x200B, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant or their proxy, as they gave themselves; all of it is personal data."""

    name: str = ""
    kind: PartyKind = PartyKind.PERSON
    identifier: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    delivery_address: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a draft holds; answers by question, parcels as typed, the shape in EPSG:2180 with where it came from."""

    answers: Mapping[str, Any]
    applicant: Person
    parcels: Sequence[str] = ()
    shape: GEOSGeometry | None = None
    shape_source: Source = Source.DRAWN
    exemption: str = ""
    proxy: Person | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft and the secret of its link, which is kept nowhere."""

    case: Case
    link: str


@transaction.atomic
def draft_begin(
    *,
    service: Service,
    account: User | None = None,
    clerk: User | None = None,
    client: Client | None = None,
    channel: Channel = Channel.ONLINE,
    origin: str = "",
) -> Begun:
    """An empty draft on the newest version of the service's form; of a resident, or of a CLERK who types paper in, or
    of CLIENT, a system of the office.

    ORIGIN: scheme and host of the request, for addresses in mails where settings.SITE_URL is empty.

    Raises NotNow where the service is not offered, or not without an account; PermissionDenied for a foreign clerk.
    """
    if not service.is_offered:
        raise NotNow(_("Tej usługi teraz nie można zamówić."))
    if clerk is not None and not may(clerk, Action.HANDLE_CASES, service.office):
        raise PermissionDenied
    if client is not None and client.office_id != service.office_id:
        raise PermissionDenied
    link, expires_at = codes.new_link(), timezone.now() + timedelta(days=settings.DRAFT_DAYS)
    case = Case.objects.create(
        office=service.office,
        service=service,
        form=service.form,
        channel=Channel.OFFICE if clerk else Channel.SYSTEM if client else channel,
        account=account,
        origin=origin[:MOST_ORIGIN],
        draft_hash=codes.hash_of_link(link),
        expires_at=expires_at,
    )
    record(
        actor=clerk or account,
        action="case.draft-begin",
        object_type=writing.OBJECT,
        object_id=case.pk,
        office=service.office,
        new={"service": service.code} | ({"client": client.pk} if client else {}),
    )
    # A row of this transaction: a process killed after it leaves no draft without its end.
    tasks.look_again(case.pk, expires_at)
    return Begun(case, link)


def draft_open(link: str) -> tuple[Case, Actor] | None:
    """What LINK leads to, and its holder: a draft whose time is not over, or for an hour the case it was filed as (see
    its state), so that a second click on "file" finds what the first one did. Later the sign and code open it.
    """
    found = Case.objects.select_related("office", "service", "form").filter(draft_hash=codes.hash_of_link(link)).first()
    return None if found is None or _link_ends(found) <= timezone.now() else (found, holding(found))


def _link_ends(case: Case) -> datetime:
    """Links stay in the histories of browsers, so they do not outlive the draft for long."""
    ends = case.expires_at if case.filed_at is None else case.filed_at + LINK_AFTER_FILING
    assert ends is not None
    return ends


@transaction.atomic
def draft_save(*, actor: Actor, case: Case, version: int, written: Written) -> Case:
    """Keep what was written so far, complete or not; only what could not be kept at all is refused.

    The time of the draft begins anew. Raises PermissionDenied, Conflict, Stale, NotNow, Incomplete.
    """
    found = writing.locked(case)
    writing.permitted(found, actor)
    writing.seen(found, version)
    if not found.is_draft:
        raise NotNow
    _keepable(written)
    found.answers = _shown(written.answers)
    found.typed_parcels = [shown(typed) for typed in written.parcels]
    found.shape = written.shape and checked(written.shape)
    found.shape_source = written.shape_source if written.shape else ""
    found.exemption = written.exemption
    found.expires_at = timezone.now() + timedelta(days=settings.DRAFT_DAYS)
    found.version += 1
    found.save()
    person_keep(found, PartyRole.APPLICANT, written.applicant)
    person_keep(found, PartyRole.PROXY, written.proxy)
    return found


def _keepable(written: Written) -> None:
    problems: dict[str, list[str]] = {}
    if len(written.parcels) > MOST_PARCELS or any(len(text) > MOST_TYPED or "\0" in text for text in written.parcels):
        problems["parcels"] = [_("Za dużo działek albo za długi numer.")]
    if len(written.exemption) > MOST_EXEMPTION or "\0" in written.exemption:
        problems["exemption"] = [_("Nie ma takiego zwolnienia z opłaty.")]
    if not _is_storable(written.answers):
        problems[""] = [_("Odpowiedzi są za długie albo mają niedozwolone znaki.")]
    if problems:
        raise Incomplete(problems)


def _is_storable(value: object, depth: int = 0) -> bool:
    """Plain JSON that PostgreSQL can hold, within bounds."""
    if isinstance(value, str):
        return len(value) <= MOST_TEXT and "\0" not in value
    if isinstance(value, Mapping):
        return (
            depth < 2
            and len(value) <= MOST_PARCELS
            and all(_is_storable(key) and _is_storable(item, depth + 1) for key, item in value.items())
        )
    if isinstance(value, list | tuple):
        return depth < 2 and len(value) <= MOST_PARCELS and all(_is_storable(item, depth + 1) for item in value)
    if isinstance(value, float):
        return abs(value) < 1e15  # neither infinite nor no number
    return value is None or (isinstance(value, bool | int) and abs(value) < 10**15)


def shown(text: str) -> str:
    """TEXT without signs that nobody sees, pasted along: they turn round what follows, and no search finds it."""
    return text.translate(UNSEEN)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value


def person_keep(case: Case, role: PartyRole, person: Person | None) -> None:
    """Of the locked CASE; None takes the person out. An address that changed is no confirmed one. Raises Incomplete."""
    if person is None:
        case.parties.filter(role=role).delete()
        return
    party = case.parties.filter(role=role).first() or CaseParty(case=case, role=role)
    if party.email != person.email:
        party.email_confirmed_at = None
    for name, value in asdict(person).items():
        value = shown(value)
        if len(value) > MOST_OF_PERSON or "\0" in value:
            raise Incomplete({name: [_("Za długie albo z niedozwolonym znakiem.")]})
        setattr(party, name, value)
    try:
        party.full_clean(exclude=["case"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Incomplete(error.message_dict) from None
    party.save()


def confirming_token(case: Case) -> str:
    """For the link in a mail to the applicant's address; it tells nobody the address."""
    party = case.parties.get(role=PartyRole.APPLICANT)
    return signing.dumps([party.pk, codes.hash_of_link(party.email)], salt=CONFIRMING)


@transaction.atomic
def email_confirm(token: str) -> Case | None:
    """Who opens the link reads the applicant's mail; None where it is none of ours, too old, or of another address."""
    try:
        number, address = signing.loads(token, salt=CONFIRMING, max_age=timedelta(days=settings.DRAFT_DAYS))
    except signing.BadSignature:
        return None
    party = CaseParty.objects.select_for_update().select_related("case").filter(pk=number).first()
    if party is None or codes.hash_of_link(party.email) != address:
        return None
    party.email_confirmed_at = party.email_confirmed_at or timezone.now()
    party.save(update_fields=["email_confirmed_at"])
    return party.case


@transaction.atomic
def draft_forget(*, actor: Actor, case: Case) -> None:
    """The applicant throws a draft away, with its documents. Raises PermissionDenied, Conflict, NotNow."""
    found = writing.locked(case)
    writing.permitted(found, actor)
    if not found.is_draft:
        raise NotNow
    expiry.forget(found)
