"""A correction of a case's shape by naming parcels: after a division, say, those that the parcel became."""

from functools import reduce
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actors import of_user
from cases.desk import page
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.land import snapshots
from cases.land.actions import MOST_REASON, geometry_amend
from cases.land.models import Source
from cases.models import Case

MOST_PARCELS: Final = 50
MOST_TEXT: Final = 5000


class ShapeForm(forms.Form):
    """The cleaned `shape` is the ground of the parcels together, in EPSG:2180, as the register has them now."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    parcels = forms.CharField(max_length=MOST_TEXT)
    reason = forms.CharField(label=gettext_lazy("Powód"), max_length=MOST_REASON)

    def clean(self) -> dict[str, Any]:
        named = self.cleaned_data.get("parcels", "").replace(",", " ").replace(";", " ").split()
        if len(named) > MOST_PARCELS:
            raise forms.ValidationError(_("Podaj najwyżej %d działek.") % MOST_PARCELS)
        taken = snapshots.take(named)
        if unknown := [one.typed for one in taken if one.shape is None]:
            raise forms.ValidationError(_("Rejestr nie zna: %s.") % ", ".join(unknown))
        shapes = [one.shape for one in taken if one.shape is not None]
        return {**self.cleaned_data, "shape": _together(shapes) if shapes else None}


def _together(shapes: list[GEOSGeometry]) -> GEOSGeometry:
    whole = reduce(lambda one, other: one.union(other), shapes)
    return whole if whole.geom_type == "MultiPolygon" else MultiPolygon(whole, srid=whole.srid)


@require_POST
@login_required
@never_cache
def amend(request: HttpRequest, number: int) -> HttpResponse:
    case = get_case(request, number)
    page.require_staff(request, case)
    form = ShapeForm(request.POST)
    if form.is_valid():
        _tell(request, _amended(request, case, form.cleaned_data))
    else:
        problems = [words for problem in form.errors.values() for words in problem]
        messages.warning(request, _("Kształt bez zmian. %s") % " ".join(map(str, problems)))
    return redirect(f"{page.address(case)}#dzialki")


def _amended(request: HttpRequest, case: Case, given: dict[str, Any]) -> str:
    """What stood in the way; empty where there is a new version."""
    version, shape, reason = (given[name] for name in ("version", "shape", "reason"))
    try:
        geometry_amend(
            actor=of_user(actor(request)), case=case, version=version, shape=shape, source=Source.PARCELS, reason=reason
        )
    except Stale:
        return _("Sprawa zmieniła się, odkąd ją otwarto: przejrzyj ją i popraw kształt jeszcze raz.")
    except Conflict:
        return _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz.")
    except NotNow:
        return _("Kształtu zakończonej sprawy nie poprawia się.")
    except Incomplete as error:
        return " ".join(words for problem in error.problems.values() for words in problem)
    return ""


def _tell(request: HttpRequest, problem: str) -> None:
    if problem:
        messages.warning(request, problem)
    else:
        messages.success(request, _("Kształt sprawy ma nową wersję; poprzednie zostają."))
