"""Who may do what, where: one table of roles and actions, and the questions asked of it."""

from enum import StrEnum
from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from sip.offices.areas import registration_codes
from sip.offices.models import Membership, Office, Role, User

Person = User | AnonymousUser


class Action(StrEnum):
    VIEW_REGISTER = "view-register"
    VIEW_DELIVERIES = "view-deliveries"
    DELIVER = "deliver"
    ACCEPT_DELIVERY = "accept-delivery"
    ROLLBACK_DELIVERY = "rollback-delivery"
    MANAGE_STAFF = "manage-staff"
    VIEW_REPORTS = "view-reports"
    HANDLE_REPORTS = "handle-reports"
    # deliveries of planning data: to hand in, to accept, to roll back
    KEEP_PLANS = "keep-plans"
    # the list of themes, and where each is known in full
    KEEP_THEMES = "keep-themes"
    # cases of people: to see, to work on, to direct (void, reopen), and the services that are offered
    VIEW_CASES = "view-cases"
    HANDLE_CASES = "handle-cases"
    DIRECT_CASES = "direct-cases"
    KEEP_SERVICES = "keep-services"
    # the outbox: which mails wait, went out, failed; to send them again
    KEEP_MAILS = "keep-mails"
    # what people may ask about their own data: to find, export
    ANSWER_PEOPLE = "answer-people"
    # cases of a former register: to bring them in
    MOVE_CASES = "move-cases"


KEEPING = frozenset({Action.VIEW_DELIVERIES, Action.DELIVER, Action.ACCEPT_DELIVERY, Action.ROLLBACK_DELIVERY})
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Action.VIEW_REGISTER,
            Action.VIEW_DELIVERIES,
            Action.MANAGE_STAFF,
            Action.VIEW_REPORTS,
            Action.KEEP_THEMES,
            Action.KEEP_SERVICES,
            Action.KEEP_MAILS,
            Action.ANSWER_PEOPLE,
            Action.MOVE_CASES,
        }
    ),
    Role.REGISTER_KEEPER: KEEPING | {Action.VIEW_REGISTER, Action.VIEW_REPORTS, Action.HANDLE_REPORTS},
    Role.PLANNER: frozenset({Action.VIEW_REGISTER, Action.VIEW_DELIVERIES, Action.KEEP_PLANS, Action.KEEP_THEMES}),
    Role.CASE_CLERK: frozenset({Action.VIEW_REGISTER, Action.VIEW_CASES, Action.HANDLE_CASES}),
    Role.CASE_HEAD: frozenset(
        {Action.VIEW_REGISTER, Action.VIEW_CASES, Action.HANDLE_CASES, Action.DIRECT_CASES, Action.MOVE_CASES}
    ),
    Role.VIEWER: frozenset({Action.VIEW_REGISTER}),
}


def roles_with(action: Action) -> list[Role]:
    return [role for role, actions in ALLOWED.items() if action in actions]


def works(user: Person) -> TypeGuard[User]:
    """Whether USER could have a role at all: residents have none, whatever the table of roles says."""
    return isinstance(user, User) and user.is_active and not user.is_resident


def may(user: Person, action: Action, office: Office) -> bool:
    """Whether USER may do ACTION in OFFICE; the operator of the installation (superuser) may everything."""
    if not works(user):
        return False
    return user.is_superuser or user.memberships.filter(office=office, role__in=roles_with(action)).exists()


def offices_of(user: Person, action: Action) -> QuerySet[Office]:
    """Offices in which USER may do ACTION; for `office__in=` filters, without a join per row."""
    if not works(user):
        return Office.objects.none()
    if user.is_superuser:
        return Office.objects.all()
    own = Membership.objects.filter(user=user, role__in=roles_with(action))
    return Office.objects.filter(pk__in=own.values("office"))


def manages(administrator: User, user: User) -> bool:
    """Whether USER's account is the administrator's to change: all of their roles are in the latter's offices."""
    if administrator.is_superuser and administrator.is_active:
        return True
    own = offices_of(administrator, Action.MANAGE_STAFF)
    roles = user.memberships.all()
    return not user.is_superuser and roles.exists() and not roles.exclude(office__in=own).exists()


def roles_in(user: Person, office: Office) -> list[str]:
    """For the log: in which roles USER acts in OFFICE; none of the operator of the installation."""
    return sorted(user.memberships.filter(office=office).values_list("role", flat=True)) if works(user) else []


def current_office(user: Person) -> Office | None:
    """The office whose pages USER sees first, a starostwo before gminas; None without any membership."""
    if not works(user):
        return None
    return Office.objects.filter(memberships__user=user).order_by("-kind", "name", "pk").first()


def units_of(user: Person, action: Action = Action.VIEW_REGISTER) -> frozenset[str]:
    """Codes of the registration units in which USER may do ACTION: their own offices' areas.

    A starostwo's staff have the whole powiat, a gmina's staff its own part of it.
    """
    offices = offices_of(user, action).values_list("unit", flat=True)
    return frozenset(code for unit in offices for code in registration_codes(unit))
