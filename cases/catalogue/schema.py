"""Forms as JSON Schema: which part of it is allowed, and what is wrong with answers, in words for people.

Schemas are written by offices and read by a resident's browser, a page without scripts and other systems, so they are
flat and bounded: an object of questions, each a text, a number, a yes or no, or a list of choices. No references, no
patterns of one's own: those let a schema fetch, or stall the process that checks.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from pydantic import Field
from pydantic import ValidationError as Invalid

from cases.catalogue.definitions import Definition, said
from cases.catalogue.plain import is_plain

MOST_QUESTIONS: Final = 100
MOST_TEXT: Final = 10_000
QUESTION_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Of a question.
BOUNDS: Final = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems")
KEYWORDS: Final = frozenset(("type", "title", "description", "enum", "const", "default", "format", "items", *BOUNDS))
WHOLE: Final = frozenset(("type", "properties", "required", "additionalProperties", "title", "description"))
TYPES: Final = frozenset(("string", "number", "integer", "boolean", "array"))
LISTED: Final = frozenset(("type", "enum"))
LIMITS: Final = (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems"))
MOST_CHOICE: Final = 300

FORMATS: Final = FormatChecker(formats=())
_POSTCODE: Final = re.compile(r"\d{2}-\d{3}")
_PHONE: Final = re.compile(r"\+?[\d ()-]{7,20}")


@FORMATS.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or _passes(date.fromisoformat, value)


@FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or _passes(validate_email, value)


@FORMATS.checks("postcode")
def _is_postcode(value: object) -> bool:
    return not isinstance(value, str) or bool(_POSTCODE.fullmatch(value))


@FORMATS.checks("phone")
def _is_phone(value: object) -> bool:
    return not isinstance(value, str) or bool(_PHONE.fullmatch(value))


@FORMATS.checks("decimal")
def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or _passes(_finite, value)


def _finite(text: str) -> None:
    try:
        if not Decimal(text.replace(",", ".")).is_finite():
            raise ValueError
    except InvalidOperation:
        raise ValueError from None


def _passes(check: Callable[[str], object], value: str) -> bool:
    try:
        check(value)
    except (ValueError, ValidationError):
        return False
    return True


Widget = Literal["text", "textarea", "radio", "select", "checkbox", "checkboxes", "date", "number"]


class Group(Definition):
    """Questions under one heading."""

    title: Annotated[str, Field(max_length=300)] = ""
    questions: tuple[str, ...] = ()


class Layout(Definition):
    """How a form is shown; `names`: what choices are called, by question and value."""

    order: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    widgets: dict[str, Widget] = {}
    help: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}

    @property
    def questions(self) -> set[str]:
        grouped = {name for group in self.groups for name in group.questions}
        return {*self.order, *grouped, *self.widgets, *self.help, *self.names}


def check_form(schema: Any, ui: Any) -> None:
    """Whether SCHEMA and UI are of the allowed part. Raises Django's ValidationError with all that is wrong."""
    if not (is_plain(schema) and is_plain(ui)):
        raise ValidationError(_("Niedozwolony znak, liczba bez końca albo za głębokie zagnieżdżenie."))
    wrong = [*_schema_problems(schema), *_ui_problems(schema, ui)]
    if wrong:
        raise ValidationError(wrong)


def _schema_problems(schema: Any) -> list[str]:
    if not isinstance(schema, dict) or schema.get("type") != "object" or not isinstance(schema.get("properties"), dict):
        return [_("Schemat formularza to obiekt z polem „properties”.")]
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return [f"{'.'.join(map(str, error.path))}: {error.message[:200]}"]
    wrong = [_("Nieobsługiwane słowo schematu: %s") % word for word in sorted(set(schema) - WHOLE)]
    if schema.get("additionalProperties", False) is not False:
        wrong.append(_("„additionalProperties” może być tylko false: formularz zbiera to, o co pyta."))
    questions = schema["properties"]
    if len(questions) > MOST_QUESTIONS:
        wrong.append(_("Za dużo pytań: najwyżej %d.") % MOST_QUESTIONS)
    wrong += [problem for name, question in questions.items() for problem in _question_problems(name, question)]
    wrong += [
        _("Wymagane pytanie, którego nie ma: %s") % name for name in schema.get("required", []) if name not in questions
    ]
    return wrong


def _question_problems(name: str, question: Any) -> list[str]:
    if not isinstance(question, dict):
        return [f"{name}: {_('pytanie to obiekt')}"]
    wrong = [f"{name}: {_('nieobsługiwane słowo schematu')}: {word}" for word in sorted(set(question) - KEYWORDS)]
    if not QUESTION_NAME.fullmatch(name):
        wrong.append(f"{name}: {_('nazwa: małe litery, cyfry i podkreślenia')}")
    if question.get("type") not in TYPES:
        wrong.append(f"{name}: {_('nieobsługiwany rodzaj')}")
    if not question.get("title"):
        wrong.append(f"{name}: {_('brak nazwy pytania (title)')}")
    return wrong + [f"{name}: {words}" for words in (_choice_problem(question), _limit_problem(question)) if words]


def _choice_problem(question: Mapping[str, Any]) -> str:
    """Why nobody could answer, or not by what is offered."""
    kind, items = question.get("type"), question.get("items", {})
    if kind == "array":
        if not isinstance(items, dict) or not items.get("enum") or set(items) - LISTED:
            return _("lista musi mieć wyliczone możliwości (items: enum)")
        return "" if _are_texts(items["enum"]) else _("możliwości to różne teksty bez odstępów na końcach")
    if "const" in question and (kind, question["const"]) != ("boolean", True):
        return _("„const” tylko dla zgody: boolean i true")
    if "enum" not in question:
        return ""
    if kind == "string":
        return "" if _are_texts(question["enum"]) else _("możliwości to różne teksty bez odstępów na końcach")
    is_listed = kind in ("integer", "number") and bool(question["enum"]) and all(map(_is_number, question["enum"]))
    return "" if is_listed else _("„enum” to lista tekstów albo liczb, zgodnych z rodzajem pytania")


def _are_texts(values: list[Any]) -> bool:
    """Each can be chosen: fields take blanks off the ends, and one value is one choice."""
    texts = [value for value in values if isinstance(value, str) and value == " ".join(value.split())]
    return 0 < len(values) == len(set(texts)) and all(0 < len(text) <= MOST_CHOICE for text in texts)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _limit_problem(question: Mapping[str, Any]) -> str:
    if any(question.get(least, 0) > question[most] for least, most in LIMITS if most in question and least in question):
        return _("najmniejsza wartość jest większa od największej")
    if question.get("format", "date") not in FORMATS.checkers:
        return _("nieobsługiwany zapis („format”): jeden z %s") % ", ".join(sorted(FORMATS.checkers))
    return ""


def _ui_problems(schema: Any, ui: Any) -> list[str]:
    if not isinstance(ui, dict):
        return [_("Układ formularza to obiekt.")]
    try:
        layout = Layout.model_validate(ui)
    except Invalid as error:
        return [f"{_('Układ formularza')}: {words}" for words in said(error)]
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    unknown = layout.questions - set(properties if isinstance(properties, dict) else {})
    return [_("Układ wymienia pytanie, którego nie ma: %s") % name for name in sorted(unknown)]


def problems(schema: Mapping[str, Any], answers: object) -> dict[str, list[str]]:
    """What is wrong with ANSWERS, by question ("" where it is of none); empty where nothing is.

    Questions that the form does not have are refused, so that no form collects what it did not ask for.
    """
    bounded = {**schema, "additionalProperties": False}
    found: dict[str, list[str]] = {}
    for error in Draft202012Validator(bounded, format_checker=FORMATS).iter_errors(answers):
        for name, words in _told(error):
            # Each missing answer is an error of its own, and each names all that are missing.
            if words not in found.setdefault(name, []):
                found[name].append(words)
    for name, words in _too_long(answers):
        found.setdefault(name, []).append(words)
    return found


def _too_long(answers: object) -> list[tuple[str, str]]:
    """What no schema need say: no text without an end, and none that PostgreSQL cannot hold."""
    if not isinstance(answers, dict):
        return []
    return [
        (str(name), _("Za długie albo z niedozwolonym znakiem."))
        for name, value in answers.items()
        if isinstance(value, str) and (len(value) > MOST_TEXT or "\0" in value)
    ]


def _told(error: Any) -> list[tuple[str, str]]:
    """The question and words for it; `required` names each that is missing."""
    if error.validator == "required":
        return [(name, _("Odpowiedź jest wymagana.")) for name in error.validator_value if name not in error.instance]
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        return [
            (str(name)[:60], _("Tego pytania nie ma w formularzu.")) for name in error.instance if name not in known
        ]
    name = str(error.path[0]) if error.path else ""
    wanted = error.validator_value
    words: dict[str, str] = {
        "minLength": _("Za krótkie; najmniejsza liczba znaków: %s.") % wanted,
        "maxLength": _("Za długie; największa liczba znaków: %s.") % wanted,
        "minimum": _("Co najmniej %s.") % _number(wanted),
        "maximum": _("Najwyżej %s.") % _number(wanted),
        "minItems": _("Wybierz co najmniej %s.") % wanted,
        "maxItems": _("Wybierz najwyżej %s.") % wanted,
        "enum": _("Wybierz jedną z podanych możliwości."),
        "const": _("Potrzebna jest zgoda albo potwierdzenie."),
        "format": _("Nieprawidłowy zapis."),
        "type": _of_type(wanted),
    }
    return [(name, words.get(error.validator, _("Nieprawidłowa odpowiedź.")))]


def _of_type(wanted: object) -> str:
    if wanted == "integer":
        return _("Wpisz liczbę całkowitą, na przykład 12.")
    if wanted == "number":
        return _("Wpisz liczbę, na przykład 12,5.")
    return _("Nieprawidłowy rodzaj odpowiedzi.")


def _number(wanted: object) -> object:
    """As people write it; bounds of other keywords are no numbers."""
    return number_format(wanted, use_l10n=True) if isinstance(wanted, int | float) else wanted
