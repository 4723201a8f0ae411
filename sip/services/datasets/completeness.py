"""What the record of spatial data sets (EZiUDP) would find lacking: services, contacts, days, units without data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sip.public import rows
from sip.services.datasets.catalogue import DATASETS, WHOLE, services
from sip.services.downloads import reading
from sip.services.downloads.models import Product, State
from sip.services.downloads.sources import SOURCES, Source

# Registers change daily; what is older than this is no longer what the office keeps.
OLD: Final = timedelta(days=180)
KINDS: Final = ("discovery", "view", "download")
RESERVED: Final = (".example", ".invalid", ".test", "@localhost")
UNITS: Final = """
SELECT code, name FROM unit_public AS unit
WHERE level = 'gmina' AND NOT EXISTS (
    SELECT FROM {view} AS held
    WHERE held.{column} >= left(unit.code, 6) COLLATE "C" AND held.{column} < left(unit.code, 6) || '~' COLLATE "C")
ORDER BY code
"""
ANY: Final = "SELECT EXISTS (SELECT FROM {view})"
MOST_UNITS: Final = 30


class Weight(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Lack:
    """`subject`: the data set or the service it is about; `remedy`: what to do."""

    weight: Weight
    subject: str
    words: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A data set: which kinds of services it has, its newest day, its public title."""

    title: str
    kinds: tuple[str, ...]
    data_date: date | None
    has_rows: bool


def standings() -> list[Standing]:
    """Of the land register's data sets and of planning acts."""
    kinds = tuple(kind for kind in KINDS if any(service.kind == kind for service in services()))
    sources = [*(one.source for one in DATASETS.values()), SOURCES["planning-acts"]]
    return [_standing(source, kinds) for source in sources]


def lacks() -> list[Lack]:
    """The worse first; what several data sets lack alike is said once."""
    subjects: dict[tuple[Weight, str, str], list[str]] = {}
    for lack in (*_of_office(), *_of_sets(), *_of_units(), *_of_files()):
        subjects.setdefault((lack.weight, lack.words, lack.remedy), []).append(lack.subject)
    found = [Lack(weight, ", ".join(of), words, remedy) for (weight, words, remedy), of in subjects.items()]
    return sorted(found, key=lambda lack: lack.weight)


def _standing(source: Source, kinds: tuple[str, ...]) -> Standing:
    day = reading.data_date(source.kinds)
    has_rows = bool(rows(ANY.format(view=source.view))[0][0])
    return Standing(str(source.title), kinds, date.fromisoformat(day) if day else None, has_rows)


def _of_sets() -> Iterator[Lack]:
    names = {"discovery": _("wyszukiwania"), "view": _("przeglądania"), "download": _("pobierania")}
    for one in standings():
        if not one.has_rows:
            yield Lack(Weight.ERROR, one.title, _("Zbiór jest pusty."), _("Przekaż dostawę danych tego rodzaju."))
            continue
        for kind in KINDS:
            if kind not in one.kinds:
                words = _("Zbiór nie ma usługi %(kind)s.") % {"kind": names[kind]}
                yield Lack(
                    Weight.ERROR, one.title, words, _("Uruchom tę usługę i wpisz jej adres do ewidencji zbiorów.")
                )
        yield from _of_day(one)


def _of_day(one: Standing) -> Iterator[Lack]:
    if one.data_date is None:
        remedy = _("Podaj stan danych na dzień przy następnej dostawie.")
        yield Lack(Weight.WARNING, one.title, _("Nie wiadomo, na jaki dzień są dane."), remedy)
    elif localdate() - one.data_date > OLD:
        words = _("Dane są ze stanu na %(day)s, sprzed ponad pół roku.") % {"day": one.data_date.strftime("%d.%m.%Y")}
        yield Lack(Weight.WARNING, one.title, words, _("Przekaż nowszą dostawę."))


def _of_units() -> Iterator[Lack]:
    parcels = UNITS.format(view="parcel_public", column="identifier")
    yield from _without(parcels, str(SOURCES["parcels"].title), _("Przekaż dane ewidencji tej gminy."))
    acts = UNITS.format(view="planning_act_public", column="unit_code")
    yield from _without(
        acts, str(SOURCES["planning-acts"].title), _("Poproś gminę o dane jej aktów planowania (GML APP).")
    )


def _without(statement: str, subject: str, remedy: str) -> Iterator[Lack]:
    found = [f"{name} ({code})" for code, name in rows(statement)]
    if not found:
        return
    names = ", ".join(found[:MOST_UNITS])
    rest = _(" i jeszcze %(count)d") % {"count": len(found) - MOST_UNITS} if len(found) > MOST_UNITS else ""
    words = _("Nie ma danych gmin: %(names)s%(rest)s.") % {"names": names, "rest": rest}
    yield Lack(Weight.WARNING, subject, words, remedy)


def _of_files() -> Iterator[Lack]:
    for one in DATASETS.values():
        keys = Q(dataset__in=[one.key(WHOLE, ending) for ending in one.formats])
        made = Product.objects.filter(keys, state=State.READY).values("dataset").distinct().count()
        if made < len(one.formats):
            words = _("Usługa pobierania nie ma jeszcze gotowych plików tego zbioru.")
            yield Lack(Weight.WARNING, str(one.title), words, _("Uruchamiaj co noc: manage.py make_datasets."))


def _of_office() -> Iterator[Lack]:
    subject, office = _("Organ"), settings.ACCESSIBILITY
    if office["is_example"] or office["email"].endswith(RESERVED):
        remedy = _("Ustaw SIP_ACCESSIBILITY_BODY, SIP_ACCESSIBILITY_CONTACT i SIP_ACCESSIBILITY_EMAIL.")
        yield Lack(Weight.ERROR, subject, _("Metadane podają zmyślone dane kontaktowe."), remedy)
    if settings.DATA_RIGHTS == settings.USUAL_DATA_RIGHTS:
        words = _("Metadane nie mówią, na jakich warunkach wolno korzystać z danych.")
        yield Lack(Weight.WARNING, subject, words, _("Ustaw SIP_DATA_RIGHTS."))
    if not settings.SITE_URL:
        words = _("Serwis nie zna swojego adresu publicznego.")
        yield Lack(Weight.WARNING, subject, words, _("Ustaw SIP_SITE_URL i wpisz adresy usług do ewidencji zbiorów."))
