"""What the inbox shows: choices of the address, read leniently, and the pages of the list by keyset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.archive.categories import Fate
from cases.archive.waiting import of_fate, to_hand_over, to_judge
from cases.catalogue.models import Service
from cases.desk.reach import holders
from cases.models import Case, CaseTask
from cases.querysets import CaseQuerySet
from cases.workflow import OPEN, State
from sip.offices.models import Office, User

PER_PAGE: Final = 50
WEEK: Final = timedelta(days=7)
ME, NOBODY = "me", "none"
HAND_OVER, JUDGE = "hand-over", "judge"
WITH_DEADLINE: Final = {"open", *OPEN}
FILED: Final = [(state.value, state.label) for state in State if state is not State.DRAFT]


@dataclass(frozen=True, slots=True)
class Known:
    """What a person may choose of, as values and words."""

    user: User
    offices: Sequence[tuple[str, str]]
    services: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]

    @classmethod
    def to(cls, user: User, offices: QuerySet[Office]) -> Self:
        services = Service.objects.filter(office__in=offices).order_by("name").values_list("code", "name").distinct()
        return cls(
            user,
            offices=[(str(pk), name) for pk, name in offices.order_by("name").values_list("pk", "short_name")],
            services=list(dict(services).items()),
            people=[(str(person.pk), str(person)) for person in holders(offices).exclude(pk=user.pk)],
        )


class FilterForm(forms.Form):
    """What it does not know is passed over: addresses get old."""

    q = forms.CharField(label=_("Znak sprawy lub działka"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stan"), required=False, choices=[("open", _("otwarte")), ("", _("wszystkie")), *FILED]
    )
    due = forms.ChoiceField(
        label=_("Termin"),
        required=False,
        choices=[
            ("", _("każdy")),
            ("over", _("po terminie")),
            ("week", _("do 7 dni")),
            ("stopped", _("wstrzymany")),
        ],
    )
    service = forms.ChoiceField(label=_("Usługa"), required=False)
    who = forms.ChoiceField(label=_("Kto prowadzi"), required=False)
    office = forms.ChoiceField(label=_("Urząd"), required=False)
    order = forms.ChoiceField(
        label=_("Kolejność"),
        required=False,
        choices=[("", _("najbliższy termin")), ("newest", _("najnowsze"))],
    )
    archive = forms.ChoiceField(
        label=_("Archiwum"),
        required=False,
        choices=[
            ("", _("każda kategoria")),
            (HAND_OVER, _("do przekazania do archiwum")),
            (JUDGE, _("czas przechowywania minął")),
            *((fate.value, _("kategoria %s") % fate.value) for fate in Fate),
        ],
    )
    tasks = forms.BooleanField(label=_("Tylko z zadaniem do wykonania"), required=False)
    # West, south, east, north in EPSG:2180, from the map.
    e = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: dict[str, Any], known: Known) -> None:
        super().__init__(data)
        self.known = known
        self._choose("service", [("", _("wszystkie")), *known.services])
        self._choose("who", [("", _("wszyscy")), (ME, _("ja")), (NOBODY, _("nikt")), *known.people])
        self._choose("office", [("", _("wszystkie")), *known.offices])
        if len(known.offices) < 2:
            del self.fields["office"]
        self.full_clean()

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @classmethod
    def of(cls, asked: QueryDict, *, user: User, offices: QuerySet[Office]) -> Self:
        """Of an address; without any choice of state the open ones are meant."""
        return cls({"state": "open", **asked.dict()}, Known.to(user, offices))

    def other(self, asked: Mapping[str, str]) -> Self:
        """Another choice of the same things."""
        return type(self)({"state": "open", **asked}, self.known)

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    @property
    def query(self) -> str:
        """For addresses: the choices without those that say nothing; `state` always, as its absence means open."""
        values = {name: "on" if value is True else value for name, value in self.chosen.items()}
        return urlencode({name: value for name, value in values.items() if value or name == "state"})

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        return extent_of(self.chosen["e"])

    @property
    def is_narrowed(self) -> bool:
        return bool({name for name, value in self.chosen.items() if value} - {"state", "order"})

    def of_cases(self, cases: CaseQuerySet, today: date) -> CaseQuerySet:
        """Those of CASES that are chosen, in no order yet."""
        chosen = self.chosen
        cases = cases.saying(chosen["q"].strip()) if chosen["q"].strip() else cases
        cases = _of_state(cases, chosen["state"])
        cases = _due(cases, chosen["due"], today)
        cases = cases.filter(service__code=chosen["service"]) if chosen["service"] else cases
        cases = cases.filter(office_id=int(chosen["office"])) if chosen.get("office") else cases
        cases = _kept(cases, chosen["archive"], today)
        cases = self._led(cases, chosen["who"])
        cases = cases.filter(with_open_task()) if chosen["tasks"] else cases
        return cases.within_extent(self.extent) if self.extent else cases

    def _led(self, cases: CaseQuerySet, who: str) -> CaseQuerySet:
        if who == NOBODY:
            return cases.filter(assignee=None)
        if who == ME:
            return cases.filter(assignee=self.known.user)
        return cases.filter(assignee_id=int(who)) if who else cases

    def ordered(self, cases: CaseQuerySet, after: str = "") -> CaseQuerySet:
        """From the row behind the one that AFTER names (as `next_after` writes it)."""
        day, number = _read_after(after)
        # What is closed has no deadline, and no index by one.
        if self.chosen["order"] == "newest" or self.chosen["state"] not in WITH_DEADLINE:
            return cases.newest(number)
        return cases.soonest((day, number) if number else None)

    def next_after(self, last: Case) -> str:
        return f"{last.deadline.isoformat() if last.deadline else ''}.{last.pk}"


def with_open_task() -> Exists:
    return Exists(CaseTask.objects.filter(case=OuterRef("pk"), done_at__isnull=True))


def extent_of(text: str) -> tuple[float, float, float, float] | None:
    """None where TEXT is no four numbers in order."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    # Not a number is neither more nor less.
    is_box = abs(west) < 1e7 and abs(south) < 1e7 and west < east < 1e7 and south < north < 1e7
    return (west, south, east, north) if is_box else None


def _of_state(cases: CaseQuerySet, state: str) -> CaseQuerySet:
    if state == "open":
        return cases.open()
    return cases.filter(state=state) if state else cases


def _due(cases: CaseQuerySet, due: str, today: date) -> CaseQuerySet:
    if due == "over":
        return cases.overdue(today)
    if due == "week":
        return cases.filter(state__in=sorted(OPEN), deadline__gte=today, deadline__lte=today + WEEK)
    return cases.filter(is_stopped=True) if due == "stopped" else cases


def _kept(cases: CaseQuerySet, what: str, today: date) -> CaseQuerySet:
    if what == HAND_OVER:
        return to_hand_over(cases, today)
    if what == JUDGE:
        return to_judge(cases, today)
    return of_fate(cases, Fate(what)) if what else cases


def _read_after(text: str) -> tuple[date | None, int | None]:
    day, _dot, number = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None, None
    try:
        return (date.fromisoformat(day) if day else None), int(number)
    except ValueError:
        return None, None
