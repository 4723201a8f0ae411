"""What can be settled here: services by need, office and parcel, and the page of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.catalogue.models import Asker, Service
from cases.resident import costs, preview
from parcels.identifiers import ParcelId
from sip.offices.models import Office, OfficeKind
from sip.registers.versions import MOST_IDENTIFIER
from sip.services.search.words import plain

MOST_NAMED: Final = 50
MOST_WORDS: Final = 100
# What the classes of the offices' common register of matters (JRWA) are about, by their first two digits.
NEEDS: Final[dict[str, Promise]] = {
    "67": _("Plany i budowa"),
    "66": _("Granice, mapy, adresy"),
    "68": _("Podziały i nieruchomości"),
    "61": _("Drzewa i przyroda"),
    "72": _("Drogi"),
    "54": _("Kierowcy i pojazdy"),
}
OTHER: Final = _("Inne sprawy")


@dataclass(frozen=True, slots=True)
class Offered:
    """A service in a list: offered alike by OFFICES offices; `url` is its page, or the choice of the office."""

    service: Service
    url: str
    offices: int

    @property
    def cost(self) -> str:
        return costs.in_short(self.service.fee_rule)

    @property
    def time(self) -> str:
        return costs.how_long(self.service)


@require_safe
def services_page(request: HttpRequest) -> HttpResponse:
    named = named_parcels(request)
    words = request.GET.get("q", "").replace("\0", "")[:MOST_WORDS].strip()
    office = _office(request.GET.get("urzad", ""))
    offered = _offered(_services(office, named), words, query_of(named))
    context = {
        "groups": _groups(offered),
        "count": len(offered),
        "words": words,
        "office": office,
        "offices": _offices(),
        "named": named,
        "parcels_apart": len({_unit(identifier) for identifier in named}) > 1,
    }
    return render(request, "cases/resident/services.html", context)


@require_safe
def service_choice(request: HttpRequest, code: str) -> HttpResponse:
    """Which office is to settle it; where only one can, its page at once."""
    named = named_parcels(request)
    found = list(_services(None, named).filter(code=code).order_by("office__kind", "office__name"))
    if not found:
        found = list(_services(None, []).filter(code=code).order_by("office__kind", "office__name"))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect(service_path(found[0], query_of(named)))
    choices = [(service.office, service_path(service, query_of(named))) for service in found]
    return render(request, "cases/resident/service_choice.html", {"service": found[0], "choices": choices})


# Its form has a token of the session, or a cookie would be set for every reader and kept by caches.
@never_cache
@require_safe
def service_page(request: HttpRequest, office: str, code: str) -> HttpResponse:
    service = Service.objects.select_related("office").filter(office__slug=office, code=code).first()
    if service is not None and preview.keeps(request, service):
        context = {**page_of(request, service), "versions": preview.versions_of(service)}
        return render(request, "cases/resident/service.html", context)
    return render(request, "cases/resident/service.html", page_of(request, service_of(office, code)))


def page_of(request: HttpRequest, service: Service) -> dict[str, Any]:
    rule = service.fee_rule
    return {
        "service": service,
        "askers": _askers(service),
        "prices": costs.prices(rule, service.form.schema),
        "most": None if rule.most is None else costs.money(rule.most),
        "exemptions": rule.exemptions,
        "paid_at_filing": rule.paid == "at-filing",
        "time": costs.how_long(service),
        "is_strict": service.terms.rule == "strict",
        "documents": service.wanted_documents,
        "named": named_parcels(request),
        "needs_account": not service.without_account and not request.user.is_authenticated,
        "next": f"{service_path(service)}?{urlencode([('d', one) for one in named_parcels(request)], safe='/')}",
        "is_unverified": bool(set(service.unverified) & {"periods", "fee"}),
    }


def service_of(office: str, code: str) -> Service:
    """Raises Http404."""
    found = Service.objects.select_related("office").filter(office__slug=office, code=code).first()
    if found is None or not (found.is_offered or found.cases.exists()):
        raise Http404
    return found


def service_path(service: Service, query: str = "") -> str:
    return reverse("service", args=[service.office.slug, service.code]) + query


def named_parcels(request: HttpRequest) -> list[str]:
    """Identifiers in the address (?d=...), each once, as the basket's page writes them."""
    given = request.POST if request.method == "POST" else request.GET
    words = ("".join(text.replace("\0", "").split())[:MOST_IDENTIFIER] for text in given.getlist("d"))
    return list(dict.fromkeys(word for word in words if word))[:MOST_NAMED]


def query_of(named: Sequence[str]) -> str:
    return f"?{urlencode([('d', identifier) for identifier in named], safe='/')}" if named else ""


def _askers(service: Service) -> list[str]:
    return [str(Asker(asker).label) for asker in service.askers if asker in Asker.values]


def _unit(identifier: str) -> str:
    parsed = ParcelId.parse(identifier)
    return parsed.unit if parsed else ""


def _services(office: Office | None, named: Sequence[str]) -> Any:
    found = Service.objects.offered().select_related("office")
    if office is not None:
        return found.of_office(office)
    units = {unit for identifier in named if (unit := _unit(identifier))}
    for unit in sorted(units):
        found = found.filter(pk__in=Service.objects.answering_for(unit).values("pk"))
    return found


def _offered(services: Iterable[Service], words: str, query: str) -> list[Offered]:
    """Each service once, though many offices offer it."""
    by_code: dict[str, list[Service]] = {}
    for service in services:
        by_code.setdefault(service.code, []).append(service)
    wanted = plain(words).split()
    return [
        Offered(alike[0], _path(alike, query), len(alike))
        for alike in by_code.values()
        if all(word[:5] in plain(f"{alike[0].name} {alike[0].description}") for word in wanted)
    ]


def _path(alike: Sequence[Service], query: str) -> str:
    if len(alike) == 1:
        return service_path(alike[0], query)
    return reverse("service-choice", args=[alike[0].code]) + query


def _groups(offered: Iterable[Offered]) -> list[tuple[str, list[Offered]]]:
    groups: dict[str, list[Offered]] = {str(need): [] for need in NEEDS.values()}
    for entry in offered:
        groups.setdefault(str(NEEDS.get(entry.service.jrwa_class[:2], OTHER)), []).append(entry)
    return [(need, entries) for need, entries in groups.items() if entries]


def _offices() -> list[Office]:
    """Of those that offer anything: the starostwo first."""
    offering = Office.objects.filter(services__is_offered=True).distinct().order_by("name")
    return sorted(offering, key=lambda office: office.kind != OfficeKind.STAROSTWO)


def _office(slug: str) -> Office | None:
    return Office.objects.filter(slug=slug).first() if slug and "\0" not in slug else None
