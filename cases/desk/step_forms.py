"""Forms of the workflow's steps, each with what it needs."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import MOST, MOST_AMOUNT, Given, completion_due
from cases.clock.terms import day_of
from cases.desk.reach import colleagues
from cases.filing import fee_of
from cases.models import Case
from cases.reports.forms import WordsField
from cases.workflow import Act, Outcome, Ruling, State, step_of
from sip.offices.models import Office, OfficeKind

PAYMENT_DAYS: Final = 14
# Beside what the workflow table needs: what may be said with a step.
MAY_SAY: Final[dict[Act, tuple[str, ...]]] = {
    Act.ACCEPT: ("words",),
    Act.ASK_COMPLETION: ("reason",),
    Act.ASK_PAYMENT: ("amount", "words"),
    Act.COMPLETE: ("reason",),
    Act.PAID: ("reason",),
    Act.SUSPEND: ("words",),
    Act.RESUME: ("words",),
    Act.EXTEND: ("words", "basis"),
    Act.DECIDE: ("words", "reason"),
    # Without a decision before it the document itself may refuse (KPA art. 219).
    Act.ISSUE: ("outcome", "words"),
    Act.DELIVER: ("reason",),
    Act.APPEAL: ("words", "reason"),
    Act.FORWARD: ("words", "reason"),
    Act.ALLOW: ("words",),
    Act.RULED: ("outcome", "words", "reason"),
    Act.REMAND: ("words", "reason"),
    Act.CLOSE: ("words", "reason"),
    Act.WITHDRAW: ("reason",),
    Act.HAND_OVER: ("words",),
    Act.ASSIGN: ("assignee", "reason"),
}
# Looked at once more before they are taken: they bind the office or end the case.
REVIEWED: Final = frozenset(
    {Act.DECIDE, Act.ISSUE, Act.CLOSE, Act.LEAVE, Act.VOID, Act.WITHDRAW, Act.TRANSFER, Act.HAND_OVER, Act.REOPEN}
    | {Act.FORWARD, Act.ALLOW, Act.RULED, Act.REMAND}
)
ORDER: Final = ("day", "ruling", "outcome", "office", "body", "amount", "until", "basis", "assignee", "words", "reason")


def _may_say(case: Case, act: Act) -> tuple[str, ...]:
    said = MAY_SAY.get(act, ())
    is_settled = act is Act.ISSUE and case.state != State.ACCEPTED
    return tuple(name for name in said if name != "outcome") if is_settled else said


def _words(case: Case, act: Act) -> forms.Field:
    return WordsField(
        label=gettext_lazy("Do wnioskodawcy"),
        max_length=MOST["words"],
        help_text=gettext_lazy("Wnioskodawca zobaczy to w swojej sprawie."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _reason(case: Case, act: Act) -> forms.Field:
    label = gettext_lazy("Notatka") if act is Act.NOTE else gettext_lazy("Powód, dla akt")
    widget = forms.Textarea(attrs={"rows": 3})
    help_text = gettext_lazy("Zostaje w urzędzie.")
    return WordsField(label=label, max_length=MOST["reason"], help_text=help_text, widget=widget)


def _until(case: Case, act: Act) -> forms.Field:
    labels = {Act.EXTEND: gettext_lazy("Nowy termin sprawy")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    today = day_of(timezone.now())
    initial = {Act.ASK_COMPLETION: completion_due(case, today), Act.ASK_PAYMENT: today + timedelta(days=PAYMENT_DAYS)}
    label = labels.get(act, gettext_lazy("Do kiedy ma to zrobić"))
    return forms.DateField(label=label, widget=widget, initial=initial.get(act))


def _outcome(case: Case, act: Act) -> forms.Field:
    choices = [("", "–"), *((one.value, one.label) for one in Outcome if one is not Outcome.UNEXAMINED)]
    label = gettext_lazy("Jak teraz załatwiono wniosek") if act is Act.RULED else gettext_lazy("Rozstrzygnięcie")
    return forms.ChoiceField(label=label, choices=choices, initial=case.outcome)


def _ruling(case: Case, act: Act) -> forms.Field:
    return forms.ChoiceField(label=gettext_lazy("Wynik odwołania"), choices=[("", "–"), *Ruling.choices])


def _day(case: Case, act: Act) -> forms.Field:
    labels = {
        Act.DELIVER: gettext_lazy("Kiedy doręczono ostatniej ze stron"),
        Act.REMAND: gettext_lazy("Kiedy akta wróciły"),
    }
    helps = {
        Act.DELIVER: gettext_lazy("Przy obwieszczeniu: czternasty dzień po nim (art. 49 KPA)."),
        Act.APPEAL: gettext_lazy("Także odwołanie spóźnione przekazuje się organowi odwoławczemu."),
    }
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    label = labels.get(act, gettext_lazy("Kiedy wpłynęło"))
    return forms.DateField(label=label, help_text=helps.get(act, ""), widget=widget, initial=day_of(timezone.now()))


def _body(case: Case, act: Act) -> forms.Field:
    if act is not Act.FORWARD:
        return forms.CharField(label=gettext_lazy("Organ, któremu sprawa jest przekazywana"), max_length=200)
    higher = "Samorządowe Kolegium Odwoławcze" if case.office.kind == OfficeKind.GMINA else ""
    return forms.CharField(label=gettext_lazy("Organ odwoławczy"), max_length=200, initial=higher)


def _office(case: Case, act: Act) -> forms.Field:
    others = Office.objects.exclude(pk=case.office_id).order_by("name")
    return forms.ModelChoiceField(label=gettext_lazy("Do którego urzędu"), queryset=others)


def _amount(case: Case, act: Act) -> forms.Field:
    due = fee_of(case).total - sum((order.amount for order in case.orders.filter(cancelled_at=None)), Decimal(0))
    return forms.DecimalField(
        label=gettext_lazy("Kwota do dopisania [zł]"),
        help_text=gettext_lazy("Ponad to, co już naliczono; puste: wezwanie do tego, co pozostaje do zapłaty."),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=MOST_AMOUNT,
        localize=True,
        initial=due if due > 0 else None,
    )


def _assignee(case: Case, act: Act) -> forms.Field:
    people = colleagues(Office.objects.filter(pk=case.office_id))
    return forms.ModelChoiceField(
        label=gettext_lazy("Kto ma prowadzić"), queryset=people, initial=case.assignee_id, empty_label=_("nikt")
    )


def _line(label: Any, most: int) -> Callable[[Case, Act], forms.Field]:
    return lambda _case, _act: forms.CharField(label=label, max_length=most)


FIELDS: Final[dict[str, Callable[[Case, Act], forms.Field]]] = {
    "words": _words,
    "reason": _reason,
    "until": _until,
    "outcome": _outcome,
    "office": _office,
    "amount": _amount,
    "assignee": _assignee,
    "basis": _line(gettext_lazy("Podstawa prawna"), 200),
    "body": _body,
    "day": _day,
    "ruling": _ruling,
}


# Of what is chosen from a list; no two lists share a value.
LABELS: Final = {one.value: one.label for one in (*Outcome, *Ruling)}


class StepForm(forms.Form):
    """The step ACT from the case's present state; `version` is that of the case as it was shown."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, case: Case, act: Act, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{act.value}-%s", initial={"version": case.version})
        step = step_of(State(case.state), act)
        needed = {need.value for need in step.needs} if step else set()
        for name in ORDER:
            if name in needed or name in _may_say(case, act):
                self.fields[name] = FIELDS[name](case, act)
                self._ask(name, is_needed=name in needed)
        self.act, self.needs_review = act, act in REVIEWED

    def _ask(self, name: str, *, is_needed: bool) -> None:
        field = self.fields[name]
        field.required = is_needed
        if not is_needed:
            field.label = _("%s (nieobowiązkowe)") % field.label

    @property
    def given(self) -> Given:
        """Of a valid form."""
        said: dict[str, Any] = {name: self.cleaned_data.get(name) for name in ORDER if self.cleaned_data.get(name)}
        if "outcome" in said:
            said["outcome"] = Outcome(said["outcome"])
        if "ruling" in said:
            said["ruling"] = Ruling(said["ruling"])
        return Given(**said)

    @property
    def shown(self) -> list[tuple[str, Any]]:
        """What was given, for the review: label and value."""
        pairs = [(self.fields[name], self.cleaned_data.get(name)) for name in ORDER if name in self.fields]
        return [(str(field.label), _in_words(field, value)) for field, value in pairs if value]

    def take_problems(self, problems: dict[str, list[str]]) -> None:
        for name, words in problems.items():
            self.add_error(name if name in self.fields else None, words)


def _in_words(field: forms.Field, value: Any) -> Any:
    """A choice by its label, a day as people write it; anything else says itself."""
    if isinstance(value, date):
        return date_format(value, "j E Y")
    return str(LABELS[value]) if type(field) is forms.ChoiceField else value


def forms_of(case: Case, acts: list[Act]) -> list[StepForm]:
    return [StepForm(case, act) for act in acts if act is not Act.FILE]
