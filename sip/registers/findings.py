"""Findings every import can report: severity and Polish wording by code. Each room adds its own to these.

An error keeps the object out of the register (quarantine); the delivery goes on and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.intake.contract import Found
from sip.intake.models import Severity

# Findings about shapes, and what is wrong with these as readers and PostGIS (ST_IsValidDetail) word it.
OF_SHAPES: Final = frozenset(("bad-geometry", "invalid-ring", "repaired-ring", "self-intersection", "mended-crossing"))
REASONS: Final[Mapping[str, str | Promise]] = {
    "Self-intersection": _("Linia granicy przecina się."),
    "Ring Self-intersection": _("Linia granicy dotyka samej siebie."),
    "Hole lies outside shell": _("Otwór leży poza obrysem."),
    "Holes are nested": _("Otwór leży w otworze."),
    "Nested shells": _("Jedna część leży w drugiej."),
    "Interior is disconnected": _("Otwory rozcinają wnętrze na części."),
    "Duplicate Rings": _("Ten sam pierścień powtarza się."),
    "Too few points in geometry component": _("Pierścień ma za mało punktów."),
    "too few points": _("Pierścień ma za mało punktów."),
    "repeated points": _("Punkty powtarzały się."),
    "closed": _("Pierścień nie był domknięty o mniej niż 1 cm."),
    "unclosed ring": _("Pierścień nie jest domknięty: ostatni punkt nie jest pierwszym."),
    "number": _("Współrzędna nie jest liczbą."),
    "ordinates": _("Liczba współrzędnych nie zgadza się z liczbą wymiarów."),
    "exterior": _("Wielokąt nie ma jednego obrysu zewnętrznego."),
    "gap between curves": _("Odcinki granicy nie łączą się."),
    "curve": _("Krzywej nie da się odczytać."),
    "coordinates": _("Brak współrzędnych albo są zapisane inaczej, niż przewiduje format."),
}


@dataclass(frozen=True, slots=True)
class FindingType:
    severity: Severity
    title: str | Promise
    # `{detail}` is replaced by what the check measured
    message: str | Promise
    # What the finding is called where one defect is graver in some objects than in others.
    told_as: str = ""

    def found(self, code: str, detail: str, identifier: str = "", place: tuple[float, float] | None = None) -> Found:
        """A finding worded in the active language; `place` in EPSG:2180, easting then northing."""
        words = REASONS.get(detail, detail) if code in OF_SHAPES else detail
        message = str(self.message).format(detail=words).strip()
        return Found(self.severity, self.told_as or code, message, identifier, place)


def error(title: Promise | str, message: Promise | str) -> FindingType:
    return FindingType(Severity.ERROR, title, message)


def warning(title: Promise | str, message: Promise | str, told_as: str = "") -> FindingType:
    return FindingType(Severity.WARNING, title, message, told_as)


def info(title: Promise | str, message: Promise | str) -> FindingType:
    return FindingType(Severity.INFO, title, message)


Catalogue = Mapping[str, FindingType]

# Findings of one code beyond this are counted, not listed.
LISTED_PER_CODE = 5000
STORED = """
SELECT code, identifier, detail, ST_X(place), ST_Y(place)
FROM (SELECT *, row_number() OVER (PARTITION BY code ORDER BY seq) AS nth FROM stage_finding) AS numbered
WHERE nth <= %s ORDER BY code, nth
"""


def stored(catalogue: Catalogue) -> Iterator[Found]:
    """Findings of the stage, each code's in the order of reading."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [LISTED_PER_CODE])
        for code, identifier, detail, x, y in cursor.fetchall():
            yield catalogue[code].found(code, detail or "", identifier or "", None if x is None else (x, y))


def gravity(found: Found) -> int:
    """For sorting: the gravest first."""
    return list(Severity).index(found.severity)


COMMON: Catalogue = {
    # the file
    "empty-file": error(_("Pusty plik"), _("Plik jest pusty. {detail}")),
    "not-xml": error(_("To nie jest XML"), _("Plik nie jest poprawnym dokumentem XML. {detail}")),
    "truncated": error(_("Plik urwany"), _("Plik kończy się przed zamknięciem dokumentu. {detail}")),
    "wrong-root": error(_("Inny rodzaj pliku"), _("Plik nie jest zbiorem obiektów GML ani GeoJSON. {detail}")),
    "forbidden-xml": error(
        _("Niedozwolona konstrukcja XML"), _("Plik zawiera DTD lub encje, których nie przyjmujemy. {detail}")
    ),
    "wrong-encoding": error(
        _("Błędne kodowanie znaków"),
        _("Treść pliku nie zgadza się z podanym kodowaniem albo go nie czytamy. Zapisz plik w UTF-8. {detail}"),
    ),
    "too-large-text": error(
        _("Zbyt długi tekst w pliku"), _("Jeden z elementów pliku jest niedorzecznie długi. {detail}")
    ),
    "too-deep": error(_("Zbyt głębokie zagnieżdżenie"), _("Elementy pliku są zagnieżdżone zbyt głęboko. {detail}")),
    "not-a-file": error(_("To nie jest plik"), _("Pod podaną ścieżką nie ma zwykłego pliku. {detail}")),
    "unknown-format": error(_("Nieznany format"), _("Nie rozpoznano formatu pliku. {detail}")),
    "unknown-columns": error(
        _("Nierozpoznane kolumny"),
        _("Żadna z kolumn pliku nie wygląda na tę, która jest konieczna. Wskaż, co jest czym. Kolumny: {detail}"),
    ),
    "zip-bomb": error(_("Podejrzane archiwum"), _("Archiwum po rozpakowaniu byłoby zbyt duże. {detail}")),
    "no-crs": error(
        _("Nieznany układ współrzędnych"),
        _("Nie podano układu współrzędnych i nie wynika on z wartości. {detail}"),
    ),
    "nothing-usable": error(_("Brak danych do przyjęcia"), _("W pliku nie ma ani jednego poprawnego obiektu.")),
    "interrupted": error(
        _("Przerwana dostawa"), _("Przetwarzanie przerwano przed końcem; rejestr pozostał bez zmian.")
    ),
    "internal-error": error(
        _("Błąd programu"), _("Przetwarzanie zatrzymał błąd programu; rejestr pozostał bez zmian. {detail}")
    ),
    "already-delivered": info(
        _("Ten sam plik"), _("Te same pliki opublikowano już w dostawie nr {detail}; nic się nie zmieniło.")
    ),
    "suspicious-vanishing": warning(
        _("Podejrzanie dużo obiektów znika"),
        _("Z rejestru zniknęłoby {detail}. Dostawa czeka na decyzję urzędnika."),
    ),
    # notes of the readers
    "axis-order-corrected": warning(
        _("Odwrócona kolejność osi"), _("Współrzędne zapisano w innej kolejności niż deklarowana. {detail}")
    ),
    "zone-corrected": warning(
        _("Inny układ niż deklarowany"),
        _("Wartości współrzędnych wskazują inny układ niż podany w pliku. {detail}"),
    ),
    "crs-assumed": info(
        _("Układ ustalony z wartości"),
        _("Plik nie podaje układu współrzędnych; ustalono go z wartości. {detail}"),
    ),
    "place-unproved": warning(
        _("Położenie niepotwierdzone"),
        _("Nie udało się potwierdzić położenia danych ich identyfikatorami. {detail}"),
    ),
    "dropped-persons": info(
        _("Pominięto dane osób"),
        _("Pominięto obiekty z danymi osobowymi (liczba: {detail}); nie są przechowywane."),
    ),
    "ignored-class": info(_("Pominięto inne obiekty"), _("Pominięto klasy, których rejestr nie prowadzi: {detail}")),
    "schema": info(_("Wersja schematu"), _("Plik w schemacie: {detail}")),
    # one object
    "missing-identifier": error(_("Brak identyfikatora"), _("Obiekt nie ma identyfikatora. {detail}")),
    "missing-geometry": error(_("Brak geometrii"), _("Obiekt nie ma geometrii. {detail}")),
    "bad-geometry": error(_("Nieczytelna geometria"), _("Geometrii obiektu nie da się odczytać. {detail}")),
    "absurd-coordinates": error(
        _("Współrzędne poza Polską"),
        _("Współrzędne obiektu nie leżą w Polsce lub w jego województwie. {detail}"),
    ),
    "bad-date": warning(_("Nieczytelna data"), _("Daty nie da się odczytać; pominięto ją. {detail}")),
    "bad-number": warning(_("Nieczytelna liczba"), _("Liczby nie da się odczytać; pominięto ją. {detail}")),
    "repaired-ring": warning(_("Poprawiony pierścień"), _("Obwód obiektu poprawiono bez zmiany kształtu. {detail}")),
    "too-long": error(_("Zbyt długi tekst"), _("Wartość jest dłuższa, niż rejestr może przechować. {detail}")),
    "duplicate-identifier": error(
        _("Powtórzony identyfikator"), _("Inny obiekt w tej dostawie ma ten sam identyfikator. {detail}")
    ),
    "duplicate-version": error(
        _("Powtórzona wersja obiektu"),
        _("Ta sama wersja obiektu występuje w dostawie więcej niż raz. {detail}"),
    ),
    "identifier-taken": error(
        _("Identyfikator zajęty"),
        _("Identyfikator ma w rejestrze inny obiekt, którego dostawa nie kończy. {detail}"),
    ),
    "contradicting-dates": error(_("Sprzeczne daty"), _("Wersja kończy się nie później, niż się zaczyna. {detail}")),
    "overlapping-versions": error(
        _("Nakładające się wersje"), _("Okres wersji nachodzi na inną wersję tego samego obiektu. {detail}")
    ),
    "older-than-register": warning(
        _("Starsze niż w rejestrze"),
        _("Rejestr ma już nowszą wersję obiektu; dostarczoną pominięto. {detail}"),
    ),
    "invalid-ring": error(
        _("Błędny obwód"),
        _("Obwód przecina sam siebie i nie da się go poprawić bez zmiany kształtu. {detail}"),
    ),
    "wrong-geometry-type": error(_("Inny rodzaj geometrii"), _("Rejestr nie przyjmuje takiej geometrii: {detail}")),
    "outside-office": error(
        _("Poza obszarem urzędu"),
        _("Jednostka {detail} nie należy do urzędu, który przyjął dostawę."),
    ),
}
