"""Steps of a case and payments noted, by systems: of the version that was seen, through the core's own functions."""

from django.http import HttpRequest, HttpResponse

from cases.actions import Given, case_do
from cases.api import shown
from cases.api.answers import answer, of_case, unless_stale, version_named
from cases.api.bodies import ActBody, SettleBody, json_of
from cases.api.door import Caller
from cases.api.errors import Unprocessable
from cases.api.reading import MOST_NUMBER, found
from cases.payments.actions import order_settle
from cases.workflow import Act
from sip.offices.models import Office, User
from sip.services import parameters
from sip.services.errors import NotFound


def act_take(request: HttpRequest, caller: Caller, number: int, act: str) -> HttpResponse:
    """200 with the case as it is afterwards; it may be another office's then."""
    parameters.read(request, ())
    case = found(caller, number)
    if act not in Act.values:
        raise NotFound("There is no such act.")
    version = version_named(request, case)
    given = _given(json_of(request, ActBody))
    done = unless_stale(
        case, lambda: case_do(actor=caller.actor, case=case, act=Act(act), version=version, given=given)
    )
    return of_case(shown.row(done), done)


def _given(body: ActBody) -> Given:
    """Raises Unprocessable for an office or a clerk that is not known."""
    office = Office.objects.filter(unit=body.office).first() if body.office is not None else None
    if body.office is not None and office is None:
        raise Unprocessable({"office": ["No office of this unit keeps its cases here."]})
    assignee = User.objects.filter(pk=body.assignee, is_active=True).first() if body.assignee is not None else None
    if body.assignee is not None and assignee is None:
        raise Unprocessable({"assignee": ["There is no such clerk."]})
    return Given(
        words=body.words,
        reason=body.reason,
        basis=body.basis,
        until=body.until,
        outcome=body.outcome,
        office=office,
        body=body.body,
        amount=body.amount,
        assignee=assignee,
        day=body.day,
        ruling=body.ruling,
    )


def order_pay(request: HttpRequest, caller: Caller, number: int, order: int) -> HttpResponse:
    """A payment at the desk or by transfer, noted by the office's own system."""
    parameters.read(request, ())
    case = found(caller, number)
    one = case.orders.select_related("case").filter(pk=order).first() if order <= MOST_NUMBER else None
    if one is None:
        raise NotFound("There is no such order in this case.")
    settled = order_settle(actor=caller.actor, order=one, proof=json_of(request, SettleBody).proof)
    return answer(shown.order(settled))
