"""The clerk's page of neighbours: parcels found around a case, ticked as parties, saved in versions, on the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.actors import of_user
from cases.desk import thennow
from cases.desk.inbox import map_config
from cases.desk.page import require_staff
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case
from cases.neighbours.actions import Chosen, list_save, newest
from cases.neighbours.finding import (
    MOST_FOUND,
    MOST_TOLERANCE_M,
    MOST_WITHIN_M,
    TOLERANCE_M,
    Near,
    Reason,
    Search,
    in_words,
    near,
)
from cases.neighbours.models import Neighbour, NeighbourList, Origin, Subject
from cases.workflow import STAFF
from sip.geo.crs import PL_1992, WGS84
from sip.public import TookTooLong, rows

SHAPES: Final = """
SELECT identifier, ST_AsGeoJSON(CASE WHEN %(metric)s THEN geom ELSE ST_Transform(geom, %(wgs84)s) END, 8)
FROM parcel_public WHERE identifier = ANY(%(wanted)s)
"""
MOST_ADDED_TEXT: Final = 5000
AROUND_M: Final = 40.0


class SearchForm(forms.Form):
    wokol = forms.ChoiceField(label=gettext_lazy("Wokół"), choices=Subject, required=False)
    m = forms.DecimalField(
        label=gettext_lazy("W odległości do [m]"),
        min_value=Decimal(0),
        max_value=Decimal(f"{MOST_WITHIN_M:g}"),
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
    )
    tol = forms.DecimalField(
        label=gettext_lazy("Tolerancja granic [m]"),
        min_value=Decimal("0.01"),
        max_value=Decimal(f"{MOST_TOLERANCE_M:g}"),
        max_digits=4,
        decimal_places=2,
        required=False,
        localize=True,
    )

    def __init__(self, asked: Mapping[str, Any], before: NeighbourList | None, has_parcels: bool) -> None:
        usual = {
            "wokol": before.subject if before else Subject.PARCELS if has_parcels else Subject.SHAPE,
            "m": _written(before.within_m if before else Decimal(0)),
            "tol": _written(before.tolerance_m if before else Decimal(str(TOLERANCE_M))),
        }
        super().__init__({name: asked.get(name) or value for name, value in usual.items()})
        if not has_parcels:
            del self.fields["wokol"]

    def search(self, case: Case, own: Sequence[str]) -> Search:
        """Of a valid form."""
        given = self.cleaned_data
        is_shape = given.get("wokol", Subject.SHAPE) == Subject.SHAPE and case.shape is not None
        return Search(
            own=() if is_shape else tuple(own),
            shape=case.shape if is_shape else None,
            within_m=float(given["m"] or 0),
            tolerance_m=float(given["tol"] or TOLERANCE_M),
        )

    @property
    def query(self) -> str:
        return urlencode({name: self[name].value() for name in self.fields})


def _written(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """A parcel as the page lists it; `is_lost`: a party of the last list that this search does not find."""

    identifier: str
    said: Sequence[str]
    land_use: str
    is_party: bool
    was_party: bool
    words: str
    is_typed: bool
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Front:
    """A boundary with a road, and the area analysed by it: metres around the case's land."""

    road: str
    front_m: Decimal
    area_m: Decimal


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was asked for; `found` is empty and `problem` says why where it could not be done."""

    form: SearchForm
    search: Search | None
    found: Sequence[Near]
    before: NeighbourList | None
    problem: str = ""


@login_required
@never_cache
def neighbours(request: HttpRequest, number: int) -> HttpResponse:
    """GET looks for them; POST saves what was ticked as the list's next version."""
    case = get_case(request, number)
    if request.method == "POST":
        require_staff(request, case)
        return _save(request, case)
    return _shown(request, case, asked(case, request.GET))


def asked(case: Case, given: Mapping[str, Any]) -> Asked:
    before = newest(case)
    own = thennow.standing(thennow.of_case(case))
    form = SearchForm(given, before, bool(own))
    if not form.is_valid():
        return Asked(form, None, [], before)
    search = form.search(case, own)
    try:
        found = near(search)
    except TookTooLong:
        return Asked(form, search, [], before, _("Szukanie trwało za długo: zmniejsz odległość."))
    if len(found) > MOST_FOUND:
        problem = _("Działek jest więcej niż %d: zmniejsz odległość.") % MOST_FOUND
        return Asked(form, search, found[:MOST_FOUND], before, problem)
    return Asked(form, search, found, before)


def _shown(
    request: HttpRequest,
    case: Case,
    wanted: Asked,
    sent: Mapping[str, Chosen] | None = None,
    *,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    listed = _rows(wanted, sent or {})
    lists = case.neighbour_lists.select_related("actor").order_by("-number")
    may_work = bool(of_user(actor(request)).capacities(case) & frozenset(STAFF)) and not case.is_ended
    context = {
        "case": case,
        "form": wanted.form,
        "rows": listed,
        "fronts": _fronts(wanted.found),
        "lists": lists,
        "before": wanted.before,
        "problem": wanted.problem,
        "problems": problems,
        "may_work": may_work,
        "added": request.POST.get("dopisz", ""),
        "added_words": request.POST.get("dopisz-powod", ""),
        "map_config": map_config(
            f"{reverse('case-neighbours-map', args=[case.pk])}?{wanted.form.query}", _extent(case, wanted)
        ),
    }
    return render(request, "cases/neighbours/list.html", context, status=status)


def _extent(case: Case, wanted: Asked) -> tuple[float, float, float, float] | None:
    """The case's land with what surrounds it: roads may lead far away."""
    if case.shape is None or wanted.search is None:
        return None
    around = max(wanted.search.within_m, AROUND_M)
    west, south, east, north = case.shape.extent
    return west - around, south - around, east + around, north + around


def _rows(wanted: Asked, sent: Mapping[str, Chosen]) -> list[Row]:
    before = {row.identifier: row for row in wanted.before.rows.all()} if wanted.before else {}
    found = [_found(one, before.get(one.identifier), sent.get(one.identifier), wanted.before) for one in wanted.found]
    known = {row.identifier for row in found}
    kept = [row for row in before.values() if row.identifier not in known]
    return [*found, *(_kept(row, sent.get(row.identifier)) for row in kept if row.is_party or row.origin == "typed")]


def _found(one: Near, was: Neighbour | None, sent: Chosen | None, before: NeighbourList | None) -> Row:
    said = in_words(one.reasons, shared_m=one.shared_m, distance_m=one.distance_m, roads=one.roads)
    usual = was.is_party if was else before is None and Reason.BOUNDARY in one.reasons
    return Row(
        identifier=one.identifier,
        said=said,
        land_use=", ".join(one.land_use),
        is_party=sent.is_party if sent else usual,
        was_party=bool(was and was.is_party),
        words=sent.words if sent else was.words if was else "",
        is_typed=False,
        is_lost=False,
    )


def _kept(row: Neighbour, sent: Chosen | None) -> Row:
    return Row(
        identifier=row.identifier,
        said=row.said,
        land_use=", ".join(row.land_use),
        is_party=sent.is_party if sent else row.is_party,
        was_party=row.is_party,
        words=sent.words if sent else row.words,
        is_typed=row.origin == Origin.TYPED,
        is_lost=row.origin == Origin.FOUND,
    )


def _fronts(found: Sequence[Near]) -> list[Front]:
    """The planning act's area around a plot (art. 61 sec. 5a): times its front, within limits; configuration."""
    times, least, most = settings.ANALYSED_AREA
    return [
        Front(one.identifier, one.shared_m, max(Decimal(least), min(Decimal(most), _up(one.shared_m * times))))
        for one in found
        if one.is_road and Reason.BOUNDARY in one.reasons
    ]


def _up(metres: Decimal) -> Decimal:
    return metres.quantize(Decimal("0.1"), ROUND_CEILING)


def _save(request: HttpRequest, case: Case) -> HttpResponse:
    wanted, chosen = asked(case, request.POST), _chosen(request)
    version = request.POST.get("version", "")
    if wanted.search is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        return _shown(request, case, wanted, chosen, status=422)
    added = request.POST.get("dopisz", "")[:MOST_ADDED_TEXT].replace("\0", "").replace(",", " ").split()
    try:
        made = list_save(
            actor=of_user(actor(request)),
            case=case,
            version=int(version),
            search=wanted.search,
            chosen=chosen,
            added=added,
            added_words=request.POST.get("dopisz-powod", ""),
        )
    except Incomplete as error:
        problems = [words for problem in error.problems.values() for words in problem]
        return _shown(request, case, wanted, chosen, problems=problems, status=422)
    except (Stale, Conflict, NotNow, TookTooLong) as error:
        return _shown(request, case, wanted, chosen, problems=[refused(error)], status=409)
    messages.success(request, _("Zapisano wersję %d listy sąsiadów.") % made.number)
    return redirect("case-neighbours", case.pk)


def refused(error: Exception) -> str:
    """Why a change was not made, in words."""
    if isinstance(error, Stale):
        return _("Sprawa zmieniła się, odkąd otwarto tę stronę. Niczego nie zapisano: przejrzyj i zapisz jeszcze raz.")
    if isinstance(error, Conflict):
        return _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz.")
    return str(error) or _("Teraz nie da się tego zrobić.")


def _chosen(request: HttpRequest) -> dict[str, Chosen]:
    """`widoczna`: the parcels that the page listed, by position; `strona`: those ticked; `uwaga-<position>`."""
    parties = set(request.POST.getlist("strona"))
    listed = request.POST.getlist("widoczna")[: 2 * MOST_FOUND]
    return {
        identifier: Chosen(identifier in parties, request.POST.get(f"uwaga-{at}", "").strip())
        for at, identifier in enumerate(listed, start=1)
    }


@require_safe
@login_required
@never_cache
def neighbours_map(request: HttpRequest, number: int) -> HttpResponse:
    """The case's land and the parcels found, in the order of the list; WGS 84, or EPSG:2180 with ?crs=2180."""
    case = get_case(request, number)
    wanted = asked(case, request.GET)
    metric = request.GET.get("crs") == str(PL_1992.srid)
    listed = _rows(wanted, {})
    own = list(wanted.search.own) if wanted.search else []
    shapes: dict[str, str] = dict(
        rows(SHAPES, {"wanted": [*own, *(row.identifier for row in listed)], "metric": metric, "wgs84": WGS84.srid})
    )
    features = [
        _feature(f"own-{at}", shapes[one], one, "own", _("działka sprawy"))
        for at, one in enumerate(own, 1)
        if one in shapes
    ]
    if wanted.search and wanted.search.shape is not None:
        features.append(_feature("own", _of_case(case, metric), str(case), "own", _("kształt sprawy")))
    features += [
        _feature(
            str(at), shapes[row.identifier], row.identifier, "party" if row.is_party else "near", ", ".join(row.said)
        )
        for at, row in enumerate(listed, start=1)
        if row.identifier in shapes
    ]
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return HttpResponse(body, content_type="application/geo+json")


def _of_case(case: Case, metric: bool) -> str:
    assert case.shape is not None
    return str((case.shape if metric else case.shape.transform(WGS84.srid, clone=True)).geojson)


def _feature(number: str, shape: str, name: str, look: str, words: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "geometry": orjson.Fragment(shape),
        "properties": {"sign": name, "look": look, "state": words},
    }


@require_safe
@login_required
@never_cache
def saved(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """One version of the list as it was saved."""
    case = get_case(request, number)
    made = get_object_or_404(case.neighbour_lists.select_related("actor"), number=version)
    return render(request, "cases/neighbours/saved.html", {"case": case, "made": made, "rows": made.rows.all()})
