"""A service's form, made of its JSON Schema and its layout: fields that read and write answers.

What is wrong with an answer the schema alone says (cases.catalogue.schema); the fields only turn text into values.
"""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.catalogue.models import ServiceForm

LONG_TEXT: Final = 300
FEW_CHOICES: Final = 5
YES, NO = "tak", "nie"
MOST_WHOLE: Final = 10**15
Question = Mapping[str, Any]


class AnswersForm(forms.Form):
    """Fields named by their questions; `answers` is what they say, `groups` their headings and fields in order."""

    def __init__(self, form: ServiceForm, answers: Mapping[str, Any], data: QueryDict | None = None) -> None:
        self.questions: dict[str, Question] = form.schema["properties"]
        self.ui: Mapping[str, Any] = form.ui
        self.required = frozenset(form.schema.get("required", []))
        initial = {name: _text(value) for name, value in answers.items()}
        super().__init__(data, initial=initial, prefix="q")
        for name in _ordered(self.questions, self.ui):
            self.fields[name] = self._field(name, self.questions[name])

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Questions that no group has come first, without a heading."""
        grouped = [
            (str(group.get("title", "")), [name for name in group.get("questions", []) if name in self.fields])
            for group in self.ui.get("groups", [])
            if isinstance(group, dict)
        ]
        taken = {name for _title, names in grouped for name in names}
        loose = [name for name in self.fields if name not in taken]
        return [(title, [self[name] for name in names]) for title, names in [("", loose), *grouped] if names]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered; unanswered questions are left out."""
        self.full_clean()
        given = {name: _value(self.questions[name], self.cleaned_data.get(name)) for name in self.fields}
        return {name: value for name, value in given.items() if value not in (None, "", [])}

    def tell(self, problems: Mapping[str, Iterable[str]]) -> None:
        """Show PROBLEMS at their questions; those of none at the top."""
        for name, said in problems.items():
            self.add_error(name if name in self.fields else None, list(said))

    def _field(self, name: str, question: Question) -> forms.Field:
        options: dict[str, Any] = {
            "label": question["title"],
            "help_text": self._help(name, question),
            "required": False,
        }
        widget = self.ui.get("widgets", {}).get(name, "")
        match question["type"]:
            case "boolean" if widget in ("radio", "select"):
                field: forms.Field = _choice([(YES, _("tak")), (NO, _("nie"))], widget, options)
            case "boolean":
                field = forms.BooleanField(**options)
            case "array":
                choices = self._choices(name, question["items"]["enum"])
                field = _Several(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
            case _ if "enum" in question:
                field = _choice(self._choices(name, question["enum"]), widget, options)
            case _:
                field = forms.CharField(widget=_widget(widget, question), **options)
        # For the template: what must be answered is said in words, and the browser is left to us.
        field.is_wanted = name in self.required  # type: ignore[attr-defined]
        return field

    def _help(self, name: str, question: Question) -> str:
        texts = [str(question.get("description", "")), str(self.ui.get("help", {}).get(name, ""))]
        return " ".join(text for text in texts if text)

    def _choices(self, name: str, values: Iterable[Any]) -> list[tuple[str, str]]:
        names = self.ui.get("names", {})
        own = names.get(name, {}) if isinstance(names, dict) else {}
        own = own if isinstance(own, dict) else {}
        return [(str(value), str(own.get(str(value), value))) for value in values]


class _Several(forms.MultipleChoiceField):
    """Takes what was sent; whether it may be chosen the schema says."""

    def valid_value(self, value: Any) -> bool:
        return True


def _choice(choices: list[tuple[str, str]], widget: str, options: dict[str, Any]) -> forms.CharField:
    is_listed = widget == "select" or (widget != "radio" and len(choices) > FEW_CHOICES)
    if is_listed:
        return forms.CharField(widget=forms.Select(choices=[("", "–"), *choices]), **options)
    return forms.CharField(widget=forms.RadioSelect(choices=choices), **options)


def _widget(kind: str, question: Question) -> forms.Widget:
    attributes: dict[str, Any] = {}
    if question["type"] in ("number", "integer"):
        return forms.TextInput(
            attrs={"inputmode": "numeric" if question["type"] == "integer" else "decimal", "class": "short"}
        )
    if most := question.get("maxLength"):
        attributes["maxlength"] = most
    if kind == "date" or question.get("format") == "date":
        return forms.DateInput(attrs={"type": "date", "class": "short"})
    if kind == "textarea" or (not kind and (most or 0) > LONG_TEXT):
        return forms.Textarea(attrs={"rows": 5, **attributes})
    return forms.TextInput(attrs=attributes)


def _ordered(questions: Mapping[str, Question], ui: Mapping[str, Any]) -> list[str]:
    named = [name for name in ui.get("order", []) if name in questions]
    grouped = [
        name
        for group in ui.get("groups", [])
        if isinstance(group, dict)
        for name in group.get("questions", [])
        if name in questions
    ]
    return list(dict.fromkeys([*named, *grouped, *questions]))


def _value(question: Question, given: Any) -> Any:
    """What GIVEN means; what cannot be read as a number stays text, so that it is kept and told of."""
    match question["type"]:
        case "boolean" if isinstance(given, str):
            return {YES: True, NO: False}.get(given)
        case "integer":
            return _number(given, whole=True)
        case "number":
            return _number(given, whole=False)
        case "string" if isinstance(given, str):
            return given.replace("\r\n", "\n").strip()
    return given


def _number(given: Any, *, whole: bool) -> Any:
    text = "".join(str(given or "").split())
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number) >= MOST_WHOLE or not math.isfinite(float(number)):
        return text
    return int(number) if whole and number == number.to_integral_value() else float(number)


def _text(value: Any) -> Any:
    """An answer as its field shows it."""
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return value


def said(form: ServiceForm, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Questions with their answers in words, in the form's order, for reading."""
    shown = AnswersForm(form, answers)
    return [
        (str(field.label), _words(answers[name], dict(_named(field))))
        for name, field in shown.fields.items()
        if name in answers
    ]


def _named(field: forms.Field) -> Iterable[tuple[str, str]]:
    return getattr(field.widget, "choices", [])


def _words(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if isinstance(value, list):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(_text(value)))
