"""An application that came on paper or was said at the desk: a clerk begins it, types it in and founds the case."""

from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cases.catalogue.models import Service
from cases.desk.reach import actor
from cases.drafts import draft_begin
from cases.models import Case, Channel
from cases.resident import filing, steps
from cases.workflow import State
from sip.offices.models import Office
from sip.offices.permissions import Action, offices_of

MOST_UNFINISHED: Final = 50


class _Services(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, service: Service) -> str:
        return f"{service.name} ({service.office.short_name})"


class ServiceForm(forms.Form):
    """`service`: of the clerk's offices."""

    service = _Services(label=gettext_lazy("Czego dotyczy wniosek"), queryset=Service.objects.none(), empty_label=None)

    def __init__(self, offices: QuerySet[Office], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)
        offered = Service.objects.offered().filter(office__in=offices)
        field.queryset = offered.select_related("office").order_by("office__name", "position", "name")


@login_required
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """GET chooses the service and shows what was begun and not finished; POST begins another."""
    offices = offices_of(actor(request), Action.HANDLE_CASES)
    if not offices.exists():
        raise PermissionDenied
    form = ServiceForm(offices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = draft_begin(
            service=form.cleaned_data["service"], clerk=actor(request), origin=filing.origin(request)
        ).case
        return redirect("draft-step", link=begun.pk, step=steps.keys_of(begun)[0])
    unfinished = Case.objects.filter(state=State.DRAFT, channel=Channel.OFFICE, office__in=offices)
    context = {
        "form": form,
        "unfinished": unfinished.select_related("service", "office").order_by("-pk")[:MOST_UNFINISHED],
    }
    return render(request, "cases/desk/typed_in.html", context, status=422 if form.errors else 200)
