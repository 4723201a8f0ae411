"""What may be built here, in one or two plain sentences made of an extract's record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from plans.codes import PlanTheme, RegulationKind
from sip.extracts.record import Act, Concern, Document, Row, Subject

# Standards of access by the schema's elements (Dz.U. 2020 poz. 1916).
STANDARDS: Final = {
    "odlegloscDoSzkolyPodstawowej": _lazy("do szkoły podstawowej"),
    "odlegloscDoObszaruZieleniPublicznej": _lazy("do obszaru zieleni publicznej"),
    "powierzchniaObszaruZieleniPublicznej": _lazy("powierzchnia obszaru zieleni publicznej"),
    "odlegloscDoObszarowZieleniPublicznej": _lazy("do obszarów zieleni publicznej"),
    "powierzchniaLacznaObszarowZieleniPublicznej": _lazy("łączna powierzchnia obszarów zieleni publicznej"),
    "odlegloscDoPrzedszkola": _lazy("do przedszkola"),
    "odlegloscDoZlobka": _lazy("do żłobka"),
    "odlegloscDoAmbulatoriumPOZ": _lazy("do przychodni podstawowej opieki zdrowotnej"),
    "odlegloscDoBiblioteki": _lazy("do biblioteki"),
    "odlegloscDoDomuKultury": _lazy("do domu kultury"),
    "odlegloscDoDomuPomocySpolecznej": _lazy("do domu pomocy społecznej"),
    "odlegloscDoUrzadzonegoTerenuSportu": _lazy("do urządzonego terenu sportu"),
    "odlegloscDoPrzystanku": _lazy("do przystanku"),
    "odlegloscDoPlacowkiPocztowej": _lazy("do placówki pocztowej"),
    "odlegloscDoApteki": _lazy("do apteki"),
    "odlegloscDoPosterunkuPolicji": _lazy("do posterunku policji"),
    "odlegloscDoPosterunkuJednostkiOchronyPrzeciwpozarowej": _lazy("do jednostki ochrony przeciwpożarowej"),
    "wylaczenieZabudowyZagrodowej": _lazy("nie dotyczy zabudowy zagrodowej"),
}
# So many zones, and uses of them, are still a sentence; the table has the rest.
NAMED = 3
MOST_USES = 6
INFILL: Final = RegulationKind.INFILL.value
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Answer:
    """`sentences` say which plan binds and where the subject lies in it, `uses` what the ground is meant for.

    `has_more_uses` where those are not all. `is_known` is False where it cannot be said whether any plan binds.
    """

    sentences: tuple[str, ...]
    uses: tuple[str, ...]
    is_known: bool
    has_more_uses: bool = False


def answer(subject: Subject) -> Answer:
    local, general = (_concern(subject, code) for code in (PlanTheme.LOCAL, PlanTheme.GENERAL))
    if local:
        main, sentences = local, [*_binding(local, _local(local)), *_beside(local, general)]
    elif general:
        main, sentences = general, [*_binding(general, _general(general)), _no_local(subject), *_permit(general)]
    else:
        return Answer((_nothing(subject),), (), not _is_unknown(subject, PlanTheme.LOCAL, PlanTheme.GENERAL))
    uses = _uses(_telling(main))
    return Answer(tuple(sentences), uses[:MOST_USES], is_known=True, has_more_uses=len(uses) > MOST_USES)


def limits(row: Row) -> list[str]:
    """Indicators in words."""
    found = row.indicators
    values = (
        (found.max_height, _("wysokość zabudowy do %(value)s m")),
        (found.max_built_share, _("zabudowa do %(value)s%% działki")),
        (found.max_intensity, _("nadziemna intensywność zabudowy do %(value)s")),
        (found.min_green_share, _("teren biologicznie czynny (zieleń, woda) od %(value)s%% działki")),
    )
    return [words % {"value": _plain(value)} for value, words in values if value is not None]


def standards(row: Row) -> list[str]:
    """In words; what the schema may yet add, as it is written."""
    yes_or_no = {"true": _("tak"), "false": _("nie")}
    return [f"{STANDARDS.get(name, name)}: {yes_or_no.get(value, value)}" for name, value in row.standards]


def resolution(act: Act) -> str:
    """By which an act was adopted, as people cite it; empty where the register does not say."""
    adopting = next((document for document in act.documents if document.role == "adopts"), None)
    return cited(adopting) if adopting else ""


def cited(document: Document) -> str:
    if not document.number:
        return document.title
    number = _("uchwała nr %(number)s") % {"number": document.number.removeprefix("nr ")}
    return f"{number} {_from(document.dated)}".strip() if document.dated else number


def _from(day: date | None) -> str:
    return _("z dnia %(day)s") % {"day": _day(day)} if day else ""


def _day(day: date) -> str:
    return date_format(day, "j E Y")


def _plain(value: Decimal) -> str:
    return number_format(value.normalize() if value else value, use_l10n=True)


def _concern(subject: Subject, theme: str) -> Concern | None:
    """None also where an act reaches in by slivers only: it decides nothing there."""
    return next((found for found in subject.concerned if found.theme.code == theme and _telling(found)), None)


def _is_unknown(subject: Subject, *themes: str) -> bool:
    return any(theme.code in themes for theme in subject.no_data)


def _binding(concern: Concern, words: str = "") -> Iterator[str]:
    yield from filter(None, (words, _places(concern)))


def _telling(concern: Concern) -> list[Row]:
    """Rows that have ground of their own: slivers decide nothing, nor does what a later act replaced."""
    return [row for row in concern.rows if row.percent]


def _local(concern: Concern) -> str:
    deciding = {row.act for row in _telling(concern)}
    named = [act for act in concern.acts if act.identifier in deciding]
    acts = "; ".join(map(_act, named))
    if len(named) > 1:
        return _("Obowiązują tu plany miejscowe: %(acts)s.") % {"acts": acts}
    return _("Obowiązuje tu plan miejscowy: %(act)s.") % {"act": acts}


def _general(concern: Concern) -> str:
    return _("Obowiązuje tu plan ogólny: %(act)s.") % {"act": "; ".join(_act(act) for act in concern.acts)}


def _act(act: Act) -> str:
    """ "title" (in force since; resolution)."""
    since = _("od %(day)s") % {"day": _day(act.in_force_from)} if act.in_force_from else ""
    details = ", ".join(filter(None, (since, resolution(act))))
    title = f"„{act.title}”"
    return f"{title} ({details})" if details else title


def _places(concern: Concern) -> str:
    rows = _telling(concern)
    is_local = concern.theme.code == PlanTheme.LOCAL
    if len(rows) == 1:
        return _place(rows[0], is_local, concern.rest_percent)
    zones = "; ".join(f"{_zone(row)} ({_percent(row)})" for row in rows[:NAMED])
    if len(rows) > NAMED:
        return _("Leży w kilku terenach, najwięcej w: %(zones)s. Wszystkie są w tabeli.") % {"zones": zones}
    words = _("Leży w terenach: %(zones)s.") if is_local else _("Leży w strefach: %(zones)s.")
    return words % {"zones": zones}


def _place(row: Row, is_local: bool, rest: Decimal) -> str:
    """Of ground that lies in one zone, whole or but for slivers, or has nothing laid down on the REST."""
    said = {"zone": _zone(row), "percent": _percent(row)}
    if row.percent == WHOLE:
        words = (
            _("Cały ten grunt leży w terenie %(zone)s.") if is_local else _("Cały ten grunt leży w strefie %(zone)s.")
        )
    elif rest:
        words = (
            _("W terenie %(zone)s leży %(percent)s tego gruntu.")
            if is_local
            else _("W strefie %(zone)s leży %(percent)s tego gruntu.")
        )
    else:
        words = (
            _("Prawie cały ten grunt (%(percent)s) leży w terenie %(zone)s; reszta to skrawki na granicy.")
            if is_local
            else _("Prawie cały ten grunt (%(percent)s) leży w strefie %(zone)s; reszta to skrawki na granicy.")
        )
    return words % said


def _zone(row: Row) -> str:
    return ", ".join(dict.fromkeys(filter(None, (row.designation, row.name))))


def _percent(row: Row) -> str:
    return f"{number_format(row.percent, 1)}%" if row.percent is not None else ""


def _uses(rows: Iterable[Row]) -> tuple[str, ...]:
    """What zones are meant for, each thing once, in the order of the zones."""
    return tuple(dict.fromkeys(profile for row in rows for profile in row.basic_profiles))


def _beside(local: Concern, general: Concern | None) -> Iterator[str]:
    covered = WHOLE - local.rest_percent
    if local.rest_percent:
        yield _("Plan miejscowy obejmuje %(percent)s%% tego gruntu.") % {"percent": number_format(covered, 1)}
    if general and local.rest_percent:
        yield _("Na reszcie obowiązuje tylko plan ogólny.")
        yield from _binding(general)
    elif general:
        yield _("Plan ogólny też tu obowiązuje, ale o zabudowie rozstrzyga plan miejscowy.")


def _no_local(subject: Subject) -> str:
    if _is_unknown(subject, PlanTheme.LOCAL):
        return _("Nie wiemy, czy jest tu plan miejscowy: system nie ma pełnych danych o planach tej gminy.")
    return _("Nie ma tu planu miejscowego.")


def _permit(general: Concern) -> Iterator[str]:
    """Art. 4 ust. 2 and art. 61 ust. 1 pkt 1a of the planning act of 2003, as amended in 2023; it has exceptions."""
    yield _(
        "Bez planu miejscowego do budowy potrzebna jest decyzja o warunkach zabudowy; musi być zgodna z planem ogólnym."
        " Wydaje ją wójt, burmistrz albo prezydent miasta."
    )
    yield _infill(sum((row.percent or Decimal(0) for row in general.regulations if row.symbol == INFILL), Decimal(0)))
    rows = _telling(general)
    if len(rows) == 1 and (found := limits(rows[0])):
        yield _("Granice, które plan ogólny wyznacza w tej strefie: %(limits)s.") % {"limits": "; ".join(found)}


def _infill(percent: Decimal) -> str:
    if percent >= WHOLE:
        return _("Ten grunt leży w obszarze uzupełnienia zabudowy. Zwykle tylko w nim wydaje się takie decyzje.")
    if percent:
        return _(
            "W obszarze uzupełnienia zabudowy leży %(percent)s tego gruntu."
            " Zwykle tylko w nim wydaje się takie decyzje."
        ) % {"percent": f"{number_format(percent, 1)}%"}
    return _(
        "Ten grunt leży poza obszarem uzupełnienia zabudowy, a takie decyzje wydaje się zwykle tylko w nim."
        " O wyjątki zapytaj urząd gminy."
    )


def _nothing(subject: Subject) -> str:
    unknown = {code: _is_unknown(subject, code) for code in (PlanTheme.LOCAL, PlanTheme.GENERAL)}
    if all(unknown.values()):
        return _("Nie wiemy, co tu wolno zbudować: system nie ma danych o planach tej gminy. Zapytaj urząd gminy.")
    if unknown[PlanTheme.LOCAL]:
        return _(
            "Nie obejmuje tego miejsca plan ogólny, a o planach miejscowych system nie ma pełnych danych."
            " Zapytaj urząd gminy."
        )
    if unknown[PlanTheme.GENERAL]:
        return _("Nie ma tu planu miejscowego, a o planie ogólnym system nie ma danych. Zapytaj urząd gminy.")
    return _("Nie ma tu planu miejscowego ani planu ogólnego. O tym, czy można budować, dowiesz się w urzędzie gminy.")
