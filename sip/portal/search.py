"""The results page: one text box for parcels, addresses and places, in words that say what was understood."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sip.offices.teryt import Level
from sip.services.search.find import search
from sip.services.search.names import Area, areas
from sip.services.search.results import Answer
from sip.services.search.understand import LONGEST_TEXT, Query, Reading, understand

RESULTS = 60


def search_page(request: HttpRequest) -> HttpResponse:
    """One result that is all of what was typed, and that has a page, is gone to at once."""
    typed = request.GET.get("q", "")
    gminas = _gminas()
    unit = request.GET.get("unit", "")
    unit = unit if unit in {gmina.code for gmina in gminas} else ""
    query = understand(typed)
    answer = search(query, unit=unit, limit=RESULTS)
    if answer.only and answer.only.has_page:
        return redirect(answer.only.url)
    context = {
        "query": query.text,
        "groups": answer.groups,
        "count": len(answer.results),
        "more": answer.more,
        "by_likeness": answer.by_likeness,
        "message": _message(typed, query, answer),
        "gminas": gminas,
        "unit": unit,
    }
    return render(request, "portal/search.html", context)


def _gminas() -> list[Area]:
    """Gminas that the register has parcels of, by name; registration units by code where no names were delivered."""
    known = areas()
    gminas = [area for area in known if area.level == Level.GMINA]
    return sorted(
        gminas or [area for area in known if area.code in area.codes], key=lambda area: (area.name, area.code)
    )


def _message(typed: str, query: Query, answer: Answer) -> str:
    if len(typed) > LONGEST_TEXT:
        return _("Wpisano za długi tekst; szukano jego początku: %(count)d znaków.") % {"count": LONGEST_TEXT}
    if answer.groups or not query.text:
        return ""
    if query.code and query.code.number:
        return _("W rejestrze nie ma działki %(query)s.") % {"query": query.code.start}
    if understood := _understood(query):
        return _("Nic nie znaleziono. Szukano: %(what)s.") % {"what": ", ".join(understood)}
    return _("W tym, co wpisano, nie ma ani numeru, ani nazwy.")


def _understood(query: Query) -> list[str]:
    """What the text was taken for, in words."""
    if query.positions:
        return [_("punkt o współrzędnych w układzie %(system)s") % {"system": query.positions[0].system}]
    if query.object_id:
        return [_("obiekt o identyfikatorze IIP %(id)s") % {"id": query.object_id.local_id}]
    if query.building:
        return [_("budynek o identyfikatorze %(id)s") % {"id": query.building}]
    if query.code:
        return [_("identyfikator, który zaczyna się od %(start)s") % {"start": query.code.start}]
    return _parts(query.readings[0]) if query.readings else []


def _parts(reading: Reading) -> list[str]:
    """Of words and numbers, in the order people say them."""
    number = reading.number
    parts = {
        _("numer działki %(number)s") if reading.means_parcel or "/" in number else _("numer %(number)s"): number,
        _("arkusz %(number)s"): reading.sheet.removeprefix("AR_"),
        _("obręb nr %(number)s"): reading.precinct,
        _("kod pocztowy %(number)s"): reading.postcode,
        _("nazwa „%(number)s”"): " ".join(reading.words),
    }
    return [text % {"number": value} for text, value in parts.items() if value]
