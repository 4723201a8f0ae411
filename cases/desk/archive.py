"""The archive at the desk: a case's category changed by a head; lists of what to hand over or to judge."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.actors import of_user
from cases.archive.actions import MOST_AT_ONCE, category_change, hand_over
from cases.archive.categories import MOST_CATEGORY, Category, Fate
from cases.archive.models import MOST_REASON
from cases.archive.waiting import to_hand_over, to_judge
from cases.clock.terms import day_of
from cases.desk.reach import actor, get_case, offices, reachable
from cases.documents.models import Document
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.workflow import Who
from sip.offices.permissions import Action, offices_of
from sip.spreadsheet import csv_file

PER_PAGE: Final = 100
MOST_IN_TABLE: Final = 20_000
HAND_OVER, JUDGE = "przekazanie", "ocena"
# As on the form of the instruction for archives, a line for each case; the last two columns are the archive's to fill.
HEAD: Final = (
    "lp.",
    "znak teczki",
    "znak sprawy",
    "tytuł",
    "data od",
    "data do",
    "kategoria",
    "przechowywać do",
    "liczba dokumentów",
    "miejsce przechowywania",
    "data zniszczenia lub przekazania do archiwum państwowego",
)


class CategoryForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    category = forms.CharField(label=gettext_lazy("Kategoria"), max_length=MOST_CATEGORY)
    reason = forms.CharField(label=gettext_lazy("Powód"), max_length=MOST_REASON)


class ListForm(forms.Form):
    """What it does not know is passed over."""

    co = forms.ChoiceField(
        label=gettext_lazy("Lista"),
        required=False,
        choices=[
            (HAND_OVER, gettext_lazy("do przekazania do archiwum")),
            (JUDGE, gettext_lazy("do oceny: czas przechowywania minął")),
        ],
    )
    office = forms.ChoiceField(label=gettext_lazy("Urząd"), required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__({"co": HAND_OVER, **request.GET.dict()})
        named = list(offices(request).order_by("name").values_list("pk", "short_name"))
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("wszystkie")), *((str(pk), name) for pk, name in named)]
        if len(named) < 2:
            del self.fields["office"]
        self.full_clean()

    @property
    def what(self) -> str:
        return str(self.cleaned_data.get("co") or HAND_OVER)

    @property
    def query(self) -> str:
        return urlencode({"co": self.what, "office": self.cleaned_data.get("office") or ""})

    def of_cases(self, cases: CaseQuerySet, today: date) -> CaseQuerySet:
        office = self.cleaned_data.get("office")
        cases = cases.filter(office_id=int(office)) if office else cases
        return to_hand_over(cases, today) if self.what == HAND_OVER else to_judge(cases, today)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a case is kept, for its page; `words` say what becomes of it then."""

    category: str
    words: str
    until: date | None
    archived_on: date | None
    is_to_check: bool
    may_change: bool


def of_case(case: Case, capacities: frozenset[Who]) -> Kept:
    return Kept(
        category=case.category,
        words=_fate(case.category),
        until=case.kept_until,
        archived_on=case.archived_on,
        is_to_check=not case.archive_category and "archive_category" in case.service.unverified,
        may_change=Who.HEAD in capacities and case.archived_on is None,
    )


def _fate(text: str) -> str:
    category = Category.parse(text)
    words = {
        Fate.FOR_EVER: _("przechowywana wieczyście"),
        Fate.USED_UP: _("przechowywana, dopóki jest potrzebna"),
        Fate.DESTROYED: _("potem brakowanie"),
        Fate.EXAMINED: _("potem ocenia ją archiwum państwowe"),
    }
    return words[category.fate] if category else ""


@require_POST
@login_required
@never_cache
def change(request: HttpRequest, number: int) -> HttpResponse:
    """A head gives the case another category."""
    case = get_case(request, number)
    form = CategoryForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Podaj kategorię, na przykład BE10, i powód zmiany."))
    elif problem := _changed(request, case, form.cleaned_data):
        messages.warning(request, problem)
    else:
        messages.success(request, _("Kategoria archiwalna zmieniona."))
    return redirect("case", number)


def _changed(request: HttpRequest, case: Case, given: dict[str, Any]) -> str:
    """What stood in the way; empty where it is done."""
    try:
        category_change(actor=of_user(actor(request)), case=case, **given)
    except Stale:
        return _("Sprawa zmieniła się, odkąd ją otwarto: przejrzyj ją i zmień kategorię jeszcze raz.")
    except Conflict:
        return _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz.")
    except NotNow as error:
        return str(error)
    except Incomplete as error:
        return " ".join(words for problem in error.problems.values() for words in problem)
    return ""


@require_safe
@login_required
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """Page after page, oldest first."""
    form, today = ListForm(request), day_of(timezone.now())
    found = form.of_cases(_listed(reachable(request)), today).order_by("pk")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 16:
        found = found.filter(pk__gt=int(after))
    page = list(found[: PER_PAGE + 1])
    more = urlencode({"after": page[PER_PAGE - 1].pk}) if len(page) > PER_PAGE else ""
    context = {
        "form": form,
        "today": today,
        "cases": page[:PER_PAGE],
        "next_url": f"?{form.query}&{more}" if more else "",
        "is_handing": form.what == HAND_OVER,
        "may_hand": form.what == HAND_OVER and offices_of(actor(request), Action.DIRECT_CASES).exists(),
        "years": settings.ARCHIVE_AFTER_YEARS,
    }
    return render(request, "cases/desk/archive_list.html", context)


@require_safe
@login_required
@never_cache
def waiting_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The list to hand over with the files (spis zdawczo-odbiorczy), folder by folder; no personal data."""
    form, today = ListForm(request), day_of(timezone.now())
    found = form.of_cases(_listed(reachable(request)), today)
    found = found.order_by("office", "unit_symbol", "jrwa_class", "sign_group", "year", "number", "pk")[:MOST_IN_TABLE]
    return csv_file(_table(found.iterator(chunk_size=500)), f"spis-{form.what}-{today.isoformat()}.csv")


@require_POST
@login_required
@never_cache
def handed(request: HttpRequest) -> HttpResponse:
    """`case`: numbers of the chosen ones."""
    chosen = [int(text) for text in request.POST.getlist("case")[:MOST_AT_ONCE] if _is_number(text)]
    count = hand_over(user=actor(request), numbers=chosen, today=day_of(timezone.now())) if chosen else 0
    if count:
        messages.success(request, _("Odnotowano przekazanie do archiwum. Spraw: %d.") % count)
    else:
        messages.warning(request, _("Zaznacz sprawy, które przekazano do archiwum."))
    return redirect("cases-archive")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _listed(cases: CaseQuerySet) -> CaseQuerySet:
    counted = Document.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(count=Count("pk"))
    return (
        cases.select_related("service", "office")
        .defer("shape", "answers", "typed_parcels")
        .annotate(document_count=Coalesce(Subquery(counted.values("count")), 0))
    )


def _table(cases: Iterable[Case]) -> Iterator[Sequence[object]]:
    yield HEAD
    for at, case in enumerate(cases, start=1):
        yield _cells(at, case)


def _cells(at: int, case: Case) -> Sequence[object]:
    folder = ".".join(
        part for part in (case.unit_symbol, case.jrwa_class, case.sign_group, str(case.year or "")) if part
    )
    return (
        at,
        folder,
        case.sign,
        case.service.name,
        day_of(case.filed_at).isoformat() if case.filed_at else "",
        day_of(case.closed_at).isoformat() if case.closed_at else "",
        case.category,
        case.kept_until.isoformat() if case.kept_until else "",
        getattr(case, "document_count", 0),
        "",
        "",
    )
