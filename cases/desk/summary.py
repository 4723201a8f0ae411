"""Reports of an office's cases as a page with charts, as CSV, on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.clock.terms import day_of
from cases.desk.charts import by_month, by_service
from cases.desk.figures import Figures, ServiceFigures, figures
from cases.desk.reach import offices, reachable
from sip.spreadsheet import csv_file

YEAR: Final = timedelta(days=365)
# Longer ones would not be read, and make charts without room for a bar.
LONGEST: Final = timedelta(days=10 * 366)
# No register of ours is older, and none is so long from now.
KNOWN: Final = (MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2200, 1, 1)))
HEAD: Final = ("usługa", "złożone", "otwarte", "po terminie", "załatwione", "mediana dni do załatwienia")
MONTHS_HEAD: Final = ("miesiąc", "złożone", "załatwione")


class PeriodForm(forms.Form):
    od = forms.DateField(
        label=_("Złożone od"), required=False, validators=KNOWN, widget=forms.DateInput(attrs={"type": "date"})
    )
    do = forms.DateField(
        label=_("Złożone do"), required=False, validators=KNOWN, widget=forms.DateInput(attrs={"type": "date"})
    )
    office = forms.ChoiceField(label=_("Urząd"), required=False)

    def __init__(self, request: HttpRequest) -> None:
        today = day_of(timezone.now())
        usual = {"od": (today - YEAR).replace(day=1).isoformat(), "do": today.isoformat()}
        given = {name: value for name, value in request.GET.dict().items() if value}
        super().__init__({**usual, **given})
        named = list(offices(request).order_by("name").values_list("pk", "short_name"))
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("wszystkie")), *((str(pk), name) for pk, name in named)]
        if len(named) < 2:
            del self.fields["office"]

    def clean_do(self) -> date:
        """Not before the beginning, and not too long after it."""
        since, until = self.cleaned_data.get("od"), self.cleaned_data.get("do")
        if since and until and not timedelta(0) <= until - since <= LONGEST:
            raise forms.ValidationError(_("Koniec ma być po początku, najwyżej 10 lat później."))
        return until or day_of(timezone.now())


@dataclass(frozen=True, slots=True)
class Asked:
    form: PeriodForm
    since: date
    until: date
    figures: Figures

    @property
    def query(self) -> str:
        """For addresses."""
        office = self.form.cleaned_data.get("office", "")
        return urlencode({"od": self.since.isoformat(), "do": self.until.isoformat(), "office": office})


@require_safe
@login_required
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    context = {
        "form": asked.form,
        "since": asked.since,
        "until": asked.until,
        "today": day_of(timezone.now()),
        "figures": asked.figures,
        "by_service": by_service(asked.figures.services),
        "by_month": by_month(asked.figures.months),
        "query": asked.query,
    }
    return render(request, "cases/desk/report.html", context)


@require_safe
@login_required
@never_cache
def report_csv(request: HttpRequest) -> StreamingHttpResponse:
    asked = _asked(request)
    name = f"zestawienie-{asked.since.isoformat()}-{asked.until.isoformat()}.csv"
    return csv_file(_table(asked.figures), name)


def _asked(request: HttpRequest) -> Asked:
    """A period that makes no sense is told on the form, and the last year is shown."""
    form, today = PeriodForm(request), day_of(timezone.now())
    is_valid = form.is_valid()
    since = (form.cleaned_data.get("od") if is_valid else None) or (today - YEAR).replace(day=1)
    until = (form.cleaned_data.get("do") if is_valid else None) or today
    cases = reachable(request)
    if is_valid and form.cleaned_data.get("office"):
        cases = cases.filter(office_id=int(form.cleaned_data["office"]))
    return Asked(form, since, until, figures(cases, since, until, today))


def _table(found: Figures) -> Iterator[Sequence[object]]:
    yield HEAD
    for one in (*found.services, found.total):
        yield _cells(one)
    yield ()
    yield MONTHS_HEAD
    for month in found.months:
        yield month.month.strftime("%Y-%m"), month.filed, month.settled


def _cells(one: ServiceFigures) -> Sequence[object]:
    days = "" if one.days is None else f"{one.days:.1f}".replace(".", ",")
    return one.name or "razem", one.filed, one.open, one.overdue, one.settled, days
