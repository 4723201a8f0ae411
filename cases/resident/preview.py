"""A service before it is offered, for who keeps it: its page, and its form in every version."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.catalogue.models import Service, ServiceForm
from cases.resident import costs
from cases.resident.questions import AnswersForm
from sip.offices.permissions import Action, may


def keeps(request: HttpRequest, service: Service) -> bool:
    return may(request.user, Action.KEEP_SERVICES, service.office)


def versions_of(service: Service) -> list[tuple[ServiceForm, int]]:
    """Newest first, each with how many drafts and cases are on it."""
    used = dict(service.cases.order_by().values_list("form").annotate(Count("pk")))
    return [(form, used.get(form.pk, 0)) for form in service.forms.order_by("-number")]


@never_cache
@login_required
@require_safe
def form_preview(request: HttpRequest, office: str, code: str, number: int) -> HttpResponse:
    """What applicants of that version are asked; nothing is sent from here. 404 for others than its keepers."""
    service = get_object_or_404(Service.objects.select_related("office"), office__slug=office, code=code)
    if not keeps(request, service):
        raise Http404
    form = get_object_or_404(service.forms, number=number) if number < 2**31 else None
    if form is None:
        raise Http404
    rule = service.fee_rule
    context = {
        "service": service,
        "version": form,
        "form": AnswersForm(form, {}),
        "documents": service.wanted_documents,
        "prices": costs.prices(rule, form.schema),
        "versions": versions_of(service),
    }
    return render(request, "cases/resident/form_preview.html", context)
