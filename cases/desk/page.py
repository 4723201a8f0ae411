"""Everything about one case on one page: facts, people, land, clock, fees, documents, what happened, next steps."""

from typing import Any

import orjson
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases import receipts, writing
from cases.actions import acts_open_to, case_see, notes_read, task_done
from cases.actors import of_user
from cases.clock.terms import day_of
from cases.desk import appeals, archive, thennow, timeline
from cases.desk.inbox import map_config
from cases.desk.letters import Template
from cases.desk.reach import actor, get_case
from cases.desk.step_forms import StepForm, forms_of
from cases.desk.surplus import surplus_of
from cases.desk.timeleft import time_left
from cases.documents.models import Document
from cases.errors import Conflict
from cases.filing import fee_of
from cases.legacy import origin
from cases.models import Case, CaseTask, PartyRole, Receipt
from cases.neighbours.actions import newest as neighbour_list
from cases.payments.actions import due_of, paid_of, to_give_back
from cases.payments.refunds import most_by_provider
from cases.publishing import desk as publishing
from cases.workflow import LATER_PAPERS, OPEN, STAFF, Act
from sip.extracts.pdf import TooBusy
from sip.geo.crs import PL_1992, WGS84
from sip.intake.models import Delivery, State


def address(case: Case) -> str:
    return reverse("case", args=[case.pk])


def require_staff(request: HttpRequest, case: Case) -> None:
    """Raises PermissionDenied for who may only look, and for the applicant of this very case."""
    if not of_user(actor(request)).capacities(case) & frozenset(STAFF):
        raise PermissionDenied


@require_safe
@login_required
@never_cache
def case_page(request: HttpRequest, number: int) -> HttpResponse:
    return shown(request, get_case(request, number))


def shown(
    request: HttpRequest,
    case: Case,
    form: StepForm | None = None,
    *,
    status: int = 200,
    seen: int | None = None,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page, noted in the log; FORM is a step's that was sent and comes back, SEEN the version it was of."""
    user = actor(request)
    case = case_see(user=user, case=case)
    capacities = of_user(user).capacities(case)
    may_work = bool(capacities & frozenset(STAFF))
    if may_work:
        notes_read(actor=of_user(user), case=case)
    acts = acts_open_to(of_user(user), case) if may_work else []
    today = day_of(timezone.now())
    context = {
        "case": case,
        "left": time_left(case, today),
        "today": today,
        "clock": writing.deadline_of(case),
        **appeals.of_case(case, today),
        "answers": _answers(case),
        "parties": case.parties.exclude(role=PartyRole.PARTY),
        "neighbours": neighbour_list(case),
        **_tasks(case),
        "map_config": map_config(f"{reverse('case-geojson', args=[case.pk])}?"),
        "may_work": may_work,
        "may_add": may_work and (case.state in OPEN or (case.state in LATER_PAPERS and case.archived_on is None)),
        "kept": archive.of_case(case, capacities),
        **_land(case),
        **_money(case),
        **_papers(case),
        **publishing.of_case(case),
        **_happened(case, seen, request.GET.get("przebieg", "")),
        **origin.of_case(case),
        **_steps(case, acts, form, request.GET.get("krok", "")),
        **(extra or {}),
    }
    return render(request, "cases/desk/case.html", context, status=status)


def _tasks(case: Case) -> dict[str, Any]:
    tasks = list(case.tasks.filter(done_at__isnull=True))
    deliveries = Delivery.objects.filter(pk__in={task.delivery for task in tasks}, state=State.ROLLED_BACK)
    return {"tasks": tasks, "rolled_back": set(deliveries.values_list("pk", flat=True))}


def _land(case: Case) -> dict[str, Any]:
    parcels = thennow.of_case(case)
    return {
        "parcels": parcels,
        "geometries": case.geometries.select_related("actor").order_by("-number"),
    }


def _money(case: Case) -> dict[str, Any]:
    orders = case.orders.prefetch_related("attempts", "refunds").order_by("pk")
    returnable = [(order, to_give_back(order), most_by_provider(order)) for order in orders]
    fee = fee_of(case)
    surplus = surplus_of(list(orders), fee)
    return {"fee": fee, "orders": returnable, "due": due_of(case), "paid": paid_of(case), "surplus": surplus}


def _papers(case: Case) -> dict[str, Any]:
    """The newest version of each document, with the older ones behind it."""
    found = list(case.documents.select_related("added_by", "party_letter").order_by("pk"))
    older: dict[int, Document] = {document.pk: document for document in found}
    replaced = {document.replaces_id for document in found if document.replaces_id}
    newest = [document for document in found if document.pk not in replaced]
    documents = [(document, _before(document, older)) for document in newest]
    return {"documents": documents, "templates": Template.choices}


def _before(document: Document, known: dict[int, Document]) -> list[Document]:
    chain: list[Document] = []
    while document.replaces_id and (found := known.get(document.replaces_id)):
        chain.append(found)
        document = found
    return chain


def _happened(case: Case, seen: int | None, wanted: str) -> dict[str, Any]:
    entries = timeline.of_case(case)
    missed = [one for one in entries if seen is not None and one.event and one.event.version > seen]
    return {
        "timeline": timeline.chosen(entries, wanted),
        "timeline_choices": [(name, label, name == wanted) for name, label in timeline.CHOICES.items()],
        "is_stale": seen is not None,
        "missed": missed,
    }


def _steps(case: Case, acts: list[Act], sent: StepForm | None, asked: str) -> dict[str, Any]:
    """Forms of the open steps; the one that was sent takes its place, also where it is not open any more."""
    forms = [sent if sent and form.act is sent.act else form for form in forms_of(case, acts)]
    if sent and sent.act not in acts:
        forms.insert(0, sent)
    return {"step_forms": forms, "open_step": sent.act.value if sent else asked, "sent": sent}


def _answers(case: Case) -> list[tuple[str, Any]]:
    """Questions with their answers, in the form's order; answers without a question come last, by name."""
    questions = case.form.schema.get("properties", {})
    order = [name for name in case.form.ui.get("order", []) if name in questions]
    names = [*order, *(name for name in [*questions, *case.answers] if name not in order)]
    pairs = ((name, case.answers[name]) for name in dict.fromkeys(names) if name in case.answers)
    return [(questions.get(name, {}).get("title", name), _in_words(value)) for name, value in pairs]


def _in_words(value: Any) -> Any:
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@require_POST
@login_required
@never_cache
def task(request: HttpRequest, number: int, task_number: int) -> HttpResponse:
    """A clerk has seen to it."""
    case = get_case(request, number)
    found = get_object_or_404(CaseTask, pk=task_number, case=case)
    try:
        task_done(user=actor(request), task=found)
    except Conflict:
        messages.warning(request, _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz."))
    else:
        messages.success(request, _("Zadanie oznaczone jako załatwione."))
    return redirect(address(case))


@require_safe
@login_required
@never_cache
def case_geojson(request: HttpRequest, number: int) -> HttpResponse:
    """The case's shape and its parcels as filed; WGS 84, or EPSG:2180 with ?crs=2180."""
    case = get_case(request, number)
    metric = request.GET.get("crs") == str(PL_1992.srid)
    shapes = [(str(parcel), parcel.geom) for parcel in case.parcels.all() if parcel.geom is not None]
    if case.shape is not None:
        shapes.append((str(case), case.shape))
    features = [
        {
            "type": "Feature",
            "id": at,
            "geometry": orjson.Fragment((geom if metric else geom.transform(WGS84.srid, clone=True)).geojson),
            "properties": {"sign": words},
        }
        for at, (words, geom) in enumerate(shapes, start=1)
    ]
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return HttpResponse(body, content_type="application/geo+json")


@require_safe
@login_required
@never_cache
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The proof of receipt that the applicant got, as PDF."""
    found = get_object_or_404(Receipt, case=get_case(request, number))
    try:
        content = receipts.receipt_pdf(found)
    except TooBusy:
        messages.warning(request, _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę."))
        return redirect("case", number)
    return HttpResponse(content, content_type="application/pdf")
