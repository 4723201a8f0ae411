"""The register of planning acts for everyone: looked through by words, gmina, kind, standing and day; and as CSV."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from sip.extracts.plan_register import ActRow, Standing, Wanted, acts, choices, search
from sip.plan_address import plan_path
from sip.portal.conditional import dated_page_etag
from sip.portal.parcel import Day, asked_day
from sip.spreadsheet import csv_file

PER_PAGE: Final = 50
# Acts in preparation shown beside the others; a link leads to all of them.
PREPARED_SHOWN: Final = 10
# Acts that a file's rows are read for at once.
BATCH: Final = 1000
LONGEST: Final = 200
PARAMETERS: Final = ("q", "symbol", "gmina", "rodzaj", "stan", "dzien")


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=dated_page_etag)
def plans_page(request: HttpRequest) -> HttpResponse:
    asked = asked_day(request, "dzien")
    wanted = _wanted(request, asked)
    found = search(wanted)
    prepared = [each for each, standing in found if standing is Standing.PREPARATION]
    apart = wanted.standing != Standing.PREPARATION
    listed = [each for each, standing in found if not (apart and standing is Standing.PREPARATION)]
    last = max(1, -(-len(listed) // PER_PAGE))
    page = min(_page_number(request), last)
    units, kinds = choices(wanted.day)
    context = {
        "wanted": wanted,
        "asked": asked,
        "is_searched": bool(wanted.condition != "true" or asked.day),
        "acts": _linked(acts(listed[(page - 1) * PER_PAGE : page * PER_PAGE], wanted.day)),
        "count": len(listed),
        "page": page,
        "last": last,
        "previous_url": _address(request, strona=page - 1) if page > 1 else "",
        "next_url": _address(request, strona=page + 1) if page < last else "",
        "prepared": _linked(acts(prepared[:PREPARED_SHOWN], wanted.day)) if apart else [],
        "prepared_count": len(prepared),
        "prepared_url": _address(request, stan=Standing.PREPARATION.value),
        "csv_url": _address(request, "planning-acts-csv"),
        "units": units,
        "kinds": kinds,
        "standings": Standing.choices,
    }
    return render(request, "portal/plans.html", context)


@require_safe
def plans_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All acts that the page would list, those in preparation among them, as Polish spreadsheets want it."""
    wanted = _wanted(request, asked_day(request, "dzien"))
    return csv_file(_table(request, wanted), "akty-planowania.csv")


def _linked(rows: list[ActRow]) -> list[tuple[ActRow, str | None]]:
    return [(row, plan_path(row.identifier)) for row in rows]


def _wanted(request: HttpRequest, asked: Day) -> Wanted:
    """Words may be anything; a choice that the form does not offer finds nothing."""

    def typed(name: str) -> str:
        return " ".join(request.GET.get(name, "").replace("\0", "").split())[:LONGEST]

    return Wanted(
        text=typed("q"),
        symbol=typed("symbol"),
        unit=typed("gmina"),
        kind=typed("rodzaj"),
        standing=typed("stan"),
        day=asked.day,
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("strona", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _address(request: HttpRequest, name: str = "planning-acts", **changes: object) -> str:
    """This search with other parameters, from its first page unless said otherwise."""
    kept = {each: request.GET[each] for each in PARAMETERS if request.GET.get(each)}
    query = urlencode(kept | changes)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _table(request: HttpRequest, wanted: Wanted) -> Iterator[Sequence[object]]:
    yield (
        _("identyfikator"),
        _("tytuł"),
        _("rodzaj"),
        _("kod gminy"),
        _("gmina"),
        _("stan"),
        _("obowiązuje od"),
        _("obowiązuje do"),
        _("uchwała"),
        _("data uchwały"),
        _("dziennik urzędowy"),
        _("adres"),
    )
    found = [identifier for identifier, _standing in search(wanted)]
    for start in range(0, len(found), BATCH):
        for act, path in _linked(acts(found[start : start + BATCH], wanted.day)):
            yield _cells(act, request.build_absolute_uri(path) if path else "")


def _cells(act: ActRow, address: str) -> Sequence[object]:
    document = act.resolution
    return (
        act.identifier,
        act.title,
        act.kind_name,
        act.unit,
        act.unit_name or "",
        act.standing_name,
        act.in_force_from or "",
        act.in_force_to or "",
        document.number if document else "",
        (document.dated if document else None) or "",
        document.journal if document else "",
        address,
    )
