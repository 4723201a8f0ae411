"""Forms as JSON Schema: which part of it is allowed, and what is wrong with answers, in words for people.

Schemas are written by offices and read by a resident's browser, a page without scripts and other systems, so they are
flat and bounded: an object of questions, each a text, a number, a yes or no, or a list of choices. No references, no
patterns of one's own: those let a schema fetch, or stall the process that checks.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

MOST_QUESTIONS: Final = 100
MOST_TEXT: Final = 10_000
QUESTION_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Of a question.
BOUNDS: Final = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems")
KEYWORDS: Final = frozenset(("type", "title", "description", "enum", "const", "default", "format", "items", *BOUNDS))
WHOLE: Final = frozenset(("type", "properties", "required", "additionalProperties", "title", "description"))
TYPES: Final = frozenset(("string", "number", "integer", "boolean", "array"))
UI: Final = frozenset(("order", "groups", "widgets", "help", "names"))
WIDGETS: Final = frozenset(("text", "textarea", "radio", "select", "checkbox", "checkboxes", "date", "number"))

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


def check_form(schema: Any, ui: Any) -> None:
    """Whether SCHEMA and UI are of the allowed part. Raises Django's ValidationError with all that is wrong."""
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
    items = question.get("items", {})
    if question.get("type") == "array" and not (isinstance(items, dict) and items.get("enum")):
        wrong.append(f"{name}: {_('lista musi mieć wyliczone możliwości')}")
    return wrong


def _ui_problems(schema: Any, ui: Any) -> list[str]:
    if not isinstance(ui, dict):
        return [_("Układ formularza to obiekt.")]
    questions = schema.get("properties", {}) if isinstance(schema, dict) else {}
    wrong = [_("Nieobsługiwane słowo układu: %s") % word for word in sorted(set(ui) - UI)]
    wrong += [_("Układ wymienia pytanie, którego nie ma: %s") % name for name in _named(ui) if name not in questions]
    widgets = ui.get("widgets", {})
    if isinstance(widgets, dict):
        wrong += [_("Nieobsługiwane pole: %s") % kind for kind in widgets.values() if kind not in WIDGETS]
    return wrong


def _named(ui: Mapping[str, Any]) -> list[str]:
    groups = ui.get("groups", [])
    grouped = [name for group in groups if isinstance(group, dict) for name in group.get("questions", [])]
    return [str(name) for name in [*ui.get("order", []), *grouped, *ui.get("widgets", {}), *ui.get("help", {})]]


def problems(schema: Mapping[str, Any], answers: object) -> dict[str, list[str]]:
    """What is wrong with ANSWERS, by question ("" where it is of none); empty where nothing is.

    Questions that the form does not have are refused, so that no form collects what it did not ask for.
    """
    bounded = {**schema, "additionalProperties": False}
    found: dict[str, list[str]] = {}
    for error in Draft202012Validator(bounded, format_checker=FORMATS).iter_errors(answers):
        for name, words in _said(error):
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


def _said(error: Any) -> list[tuple[str, str]]:
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
        "minLength": _("Za krótkie: co najmniej %s znaków.") % wanted,
        "maxLength": _("Za długie: najwyżej %s znaków.") % wanted,
        "minimum": _("Co najmniej %s.") % wanted,
        "maximum": _("Najwyżej %s.") % wanted,
        "minItems": _("Wybierz co najmniej %s.") % wanted,
        "maxItems": _("Wybierz najwyżej %s.") % wanted,
        "enum": _("Wybierz jedną z podanych możliwości."),
        "const": _("Potrzebna jest zgoda albo potwierdzenie."),
        "format": _("Nieprawidłowy zapis."),
        "type": _("Nieprawidłowy rodzaj odpowiedzi."),
    }
    return [(name, words.get(error.validator, _("Nieprawidłowa odpowiedź.")))]
