"""What people may ask about their own data, done: exported, erased; each of it is an event."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils import timezone

from cases import expiry, writing
from cases.keeping import person
from cases.models import Case, CaseParty, PartyRole
from cases.workflow import State
from sip.audit.actions import record
from sip.offices.actions import resident_erase
from sip.offices.models import User
from sip.offices.permissions import Action, offices_of, roles_in

MOST_FOUND = 200


@transaction.atomic
def account_export(*, user: User) -> dict[str, object]:
    record(actor=user, action="person.export", object_type="user", object_id=user.pk)
    return person.of_account(user)


@transaction.atomic
def drafts_erase(*, user: User) -> int:
    """All drafts of the account with their documents, at once; returns how many."""
    drafts = list(Case.objects.of_account(user).filter(state=State.DRAFT).select_for_update(of=("self",)))
    for draft in drafts:
        expiry.forget(draft)
    return len(drafts)


@transaction.atomic
def account_erase(*, user: User) -> None:
    """Drafts and the account go at once. Filed cases stay as long as the law keeps them, opened by sign and code.

    Mails about them go on reaching the address that the account vouched for. Raises PermissionDenied for staff.
    """
    if not user.is_resident:
        raise PermissionDenied
    drafts_erase(user=user)
    own = Case.objects.of_account(user).select_for_update(of=("self",))
    numbers = list(own.order_by("pk").values_list("pk", flat=True))
    applicants = CaseParty.objects.filter(case__in=numbers, role=PartyRole.APPLICANT, email_confirmed_at__isnull=True)
    if user.contact:
        applicants.filter(email__iexact=user.contact).update(email_confirmed_at=timezone.now())
    Case.objects.filter(pk__in=numbers).update(account=None)
    resident_erase(user=user)


def parties_found(user: User, text: str) -> QuerySet[CaseParty]:
    """People of filed cases of USER's offices by the whole e-mail address or number, or a part of the name."""
    words = " ".join(text.replace("\0", "").split())
    meant = Q(email__iexact=words) | Q(identifier__iexact=words)
    if not words.isdecimal() and "@" not in words:
        meant |= Q(name__icontains=words)
    parties = CaseParty.objects.filter(case__office__in=offices_of(user, Action.ANSWER_PEOPLE))
    own = Q(case__account=user)
    filed = parties.exclude(case__state=State.DRAFT).exclude(own).filter(meant)
    return filed.select_related("case__office", "case__service", "case__form").order_by("-case_id", "pk")


def people_search(*, user: User, text: str, request_sign: str) -> list[CaseParty]:
    """For who answers REQUEST_SIGN, a person's own request. Words that were searched for are not noted.

    Raises PermissionDenied.
    """
    if not offices_of(user, Action.ANSWER_PEOPLE).exists():
        raise PermissionDenied
    found = list(parties_found(user, text)[:MOST_FOUND])
    told = {"request": request_sign, "parties": [party.pk for party in found]}
    record(actor=user, action="person.search", object_type="user", object_id=user.pk, new=told)
    return found


@transaction.atomic
def people_export(*, user: User, numbers: list[int], request_sign: str) -> dict[str, object]:
    """Of the parties of these NUMBERS that are within reach; the others are as if they were not.

    Each case learns that it was told of. Raises PermissionDenied where none is.
    """
    offices = offices_of(user, Action.ANSWER_PEOPLE)
    reachable = CaseParty.objects.filter(case__office__in=offices, pk__in=numbers[:MOST_FOUND])
    parties = list(
        reachable.exclude(case__state=State.DRAFT)
        .exclude(case__account=user)
        .select_related("case__office", "case__service", "case__form")
        .order_by("case_id", "pk")
    )
    if not parties:
        raise PermissionDenied
    for party in parties:
        record(
            actor=user,
            action="case.person-export",
            object_type=writing.OBJECT,
            object_id=party.case_id,
            office=party.case.office,
            new={"party": party.pk, "request": request_sign, "roles": roles_in(user, party.case.office)},
        )
    return person.of_parties(parties)
