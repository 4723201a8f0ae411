"""Extracts on paper: the public one, which is information, and the office's own with its letterhead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from sip.extracts.pdf import Printed, printed
from sip.extracts.plan_map import PlanMap, paper_map
from sip.extracts.qr import qr_svg
from sip.extracts.record import Act, Extract, Subject
from sip.extracts.shown import ShownSubject, ShownText, each_once, looks_apart, shown

TEMPLATE = "extracts/pdf/extract.html"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What makes an extract an office's document. `sign` is of the case, `fee` what was paid or why nothing is."""

    office: str
    address: tuple[str, ...]
    place: str
    sign: str
    dated: date
    fee: str
    signed_by: str
    position: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A subject with its map and the map's legend, the subject's own zones and those only seen around it."""

    shown: ShownSubject
    map: PlanMap
    own: list[Any]
    around: list[Any]


@dataclass(frozen=True, slots=True)
class Texts:
    """All that an act lays down for the subjects, what is general first."""

    act: Act
    texts: list[ShownText]


def public_pdf(extract: Extract, address: str) -> Printed:
    """In the reader's language. ADDRESS is that of the page on which the extract is verified. Raises TooBusy."""
    return printed(html_of(extract, address, None))


def official_pdf(extract: Extract, letterhead: Letterhead, address: str) -> Printed:
    """In Polish, whatever the language of who asks. Raises TooBusy."""
    with override("pl"):
        return printed(html_of(extract, address, letterhead))


def html_of(extract: Extract, address: str, letterhead: Letterhead | None = None) -> str:
    """Whole in itself."""
    sheets = [_sheet(subject, extract.day) for subject in extract.subjects]
    context = {
        "extract": extract,
        "digest": extract.digest(),
        "address": address,
        "qr": qr_svg(address),
        "letterhead": letterhead,
        "sheets": sheets,
        "texts": list(_texts(sheets)),
        "heading": _heading(extract.subjects),
    }
    return render_to_string(TEMPLATE, context)


def _sheet(subject: Subject, day: date) -> Sheet:
    ready, drawn = shown(subject), paper_map(subject, day)
    own, around = looks_apart(drawn.looks, ready.looks)
    return Sheet(ready, drawn, own, around)


def _heading(subjects: tuple[Subject, ...]) -> str:
    if len(subjects) > 1:
        return _("Działki: %(count)s") % {"count": len(subjects)}
    parcel = subjects[0].parcel
    return _("Działka %(number)s") % {"number": parcel.number} if parcel else _("Narysowany obszar")


def _texts(sheets: list[Sheet]) -> Iterator[Texts]:
    """By act, each text once, however many parcels lie under it."""
    found: dict[str, tuple[Act, list[ShownText]]] = {}
    for sheet in sheets:
        for act in (act for concern in sheet.shown.planning for act in concern.acts if act.is_planned):
            general = act.act.general_provisions
            texts = found.setdefault(act.act.identifier, (act.act, [ShownText((), general)] if general else []))[1]
            texts += act.provisions
    yield from (Texts(act, each_once(texts)) for act, texts in found.values())
