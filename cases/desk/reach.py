"""Whose cases a page shows: those of the person's offices; who works on none anywhere is refused."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case
from cases.querysets import CaseQuerySet
from sip.offices.models import Office, User
from sip.offices.permissions import Action, offices_of, roles_with


def actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def offices(request: HttpRequest) -> QuerySet[Office]:
    """Raises PermissionDenied where there is none."""
    found = offices_of(actor(request), Action.VIEW_CASES)
    if not found.exists():
        raise PermissionDenied
    return found


def reachable(request: HttpRequest) -> CaseQuerySet:
    offices(request)
    return Case.objects.within_reach(actor(request))


def get_case(request: HttpRequest, number: int) -> Case:
    """One of another office is as absent as one that never was."""
    return get_object_or_404(reachable(request).select_related("office", "service", "form", "assignee"), pk=number)


def colleagues(wanted: QuerySet[Office]) -> QuerySet[User]:
    """Who works on cases of these offices."""
    own = {"memberships__office__in": wanted, "memberships__role__in": roles_with(Action.HANDLE_CASES)}
    return User.objects.filter(is_active=True, **own).distinct().order_by("name", "pk")


def holders(wanted: QuerySet[Office]) -> QuerySet[User]:
    """Who works on cases of these offices, or left and still has open ones there, which somebody has to take over."""
    left_behind = Case.objects.open().filter(assignee=OuterRef("pk"), office__in=wanted)
    at_work = colleagues(wanted).order_by().values("pk")
    staff = User.objects.filter(is_resident=False)
    return staff.filter(Q(pk__in=at_work) | Exists(left_behind)).order_by("name", "pk")
