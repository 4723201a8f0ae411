"""The catalogue of findings: severity and Polish wording of every code an import can report.

An error keeps the object out of the register (quarantine); the delivery goes on and says so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sip.intake.models import Severity


@dataclass(frozen=True, slots=True)
class FindingType:
    severity: Severity
    title: str | Promise
    # `{detail}` is replaced by what the check measured
    message: str | Promise


def _error(title: Promise | str, message: Promise | str) -> FindingType:
    return FindingType(Severity.ERROR, title, message)


def _warning(title: Promise | str, message: Promise | str) -> FindingType:
    return FindingType(Severity.WARNING, title, message)


def _info(title: Promise | str, message: Promise | str) -> FindingType:
    return FindingType(Severity.INFO, title, message)


CATALOGUE: dict[str, FindingType] = {
    # the file
    "empty-file": _error(_("Pusty plik"), _("Plik jest pusty. {detail}")),
    "not-xml": _error(_("To nie jest XML"), _("Plik nie jest poprawnym dokumentem XML. {detail}")),
    "truncated": _error(_("Plik urwany"), _("Plik kończy się przed zamknięciem dokumentu. {detail}")),
    "wrong-root": _error(_("Inny rodzaj pliku"), _("Plik nie jest zbiorem obiektów GML. {detail}")),
    "forbidden-xml": _error(
        _("Niedozwolona konstrukcja XML"), _("Plik zawiera DTD lub encje, których nie przyjmujemy. {detail}")
    ),
    "wrong-encoding": _error(
        _("Błędne kodowanie znaków"), _("Treść pliku nie zgadza się z podanym kodowaniem. {detail}")
    ),
    "too-large-text": _error(
        _("Zbyt długi tekst w pliku"), _("Jeden z elementów pliku jest niedorzecznie długi. {detail}")
    ),
    "too-deep": _error(_("Zbyt głębokie zagnieżdżenie"), _("Elementy pliku są zagnieżdżone zbyt głęboko. {detail}")),
    "not-a-file": _error(_("To nie jest plik"), _("Pod podaną ścieżką nie ma zwykłego pliku. {detail}")),
    "unknown-format": _error(_("Nieznany format"), _("Nie rozpoznano formatu pliku. {detail}")),
    "zip-bomb": _error(_("Podejrzane archiwum"), _("Archiwum po rozpakowaniu byłoby zbyt duże. {detail}")),
    "no-crs": _error(
        _("Nieznany układ współrzędnych"),
        _("Nie podano układu współrzędnych i nie wynika on z wartości. {detail}"),
    ),
    "nothing-usable": _error(_("Brak danych do przyjęcia"), _("W pliku nie ma ani jednego poprawnego obiektu.")),
    "interrupted": _error(
        _("Przerwana dostawa"), _("Przetwarzanie przerwano przed końcem; rejestr pozostał bez zmian.")
    ),
    "internal-error": _error(
        _("Błąd programu"), _("Przetwarzanie zatrzymał błąd programu; rejestr pozostał bez zmian. {detail}")
    ),
    "already-delivered": _info(
        _("Ten sam plik"), _("Te same pliki opublikowano już w dostawie nr {detail}; nic się nie zmieniło.")
    ),
    "suspicious-vanishing": _warning(
        _("Podejrzanie dużo obiektów znika"),
        _("Z rejestru zniknęłoby {detail}. Dostawa czeka na decyzję urzędnika."),
    ),
    # notes of the readers
    "axis-order-corrected": _warning(
        _("Odwrócona kolejność osi"), _("Współrzędne zapisano w innej kolejności niż deklarowana. {detail}")
    ),
    "zone-corrected": _warning(
        _("Inny układ niż deklarowany"),
        _("Wartości współrzędnych wskazują inny układ niż podany w pliku. {detail}"),
    ),
    "crs-assumed": _info(
        _("Układ ustalony z wartości"),
        _("Plik nie podaje układu współrzędnych; ustalono go z wartości. {detail}"),
    ),
    "place-unproved": _warning(
        _("Położenie niepotwierdzone"),
        _("Nie udało się potwierdzić położenia danych ich identyfikatorami. {detail}"),
    ),
    "dropped-persons": _info(
        _("Pominięto dane osób"),
        _("Pominięto obiekty z danymi osobowymi (liczba: {detail}); nie są przechowywane."),
    ),
    "ignored-class": _info(_("Pominięto inne obiekty"), _("Pominięto klasy, których rejestr nie prowadzi: {detail}")),
    "schema": _info(_("Wersja schematu"), _("Plik w schemacie: {detail}")),
    "area-in-square-metres": _info(
        _("Powierzchnia w metrach"), _("Pole powierzchni podano w m²; przeliczono na hektary. {detail}")
    ),
    # one object
    "missing-identifier": _error(_("Brak identyfikatora"), _("Obiekt nie ma identyfikatora. {detail}")),
    "missing-geometry": _error(_("Brak geometrii"), _("Obiekt nie ma geometrii. {detail}")),
    "bad-geometry": _error(_("Nieczytelna geometria"), _("Geometrii obiektu nie da się odczytać. {detail}")),
    "absurd-coordinates": _error(
        _("Współrzędne poza Polską"),
        _("Współrzędne obiektu nie leżą w Polsce lub w jego województwie. {detail}"),
    ),
    "bad-date": _warning(_("Nieczytelna data"), _("Daty nie da się odczytać; pominięto ją. {detail}")),
    "bad-number": _warning(_("Nieczytelna liczba"), _("Liczby nie da się odczytać; pominięto ją. {detail}")),
    "repaired-ring": _warning(_("Poprawiony pierścień"), _("Obwód obiektu poprawiono bez zmiany kształtu. {detail}")),
    "too-long": _error(_("Zbyt długi tekst"), _("Wartość jest dłuższa, niż rejestr może przechować. {detail}")),
    "malformed-identifier": _error(
        _("Błędny identyfikator działki"),
        _("Identyfikator nie ma postaci WWPPGG_R.XXXX.[AR_NR.]NDZ. {detail}"),
    ),
    "duplicate-identifier": _error(
        _("Powtórzony identyfikator"), _("Inny obiekt w tej dostawie ma ten sam identyfikator. {detail}")
    ),
    "duplicate-version": _error(
        _("Powtórzona wersja obiektu"),
        _("Ta sama wersja obiektu występuje w dostawie więcej niż raz. {detail}"),
    ),
    "identifier-taken": _error(
        _("Identyfikator zajęty"),
        _("Identyfikator ma w rejestrze inny obiekt, którego dostawa nie kończy. {detail}"),
    ),
    "contradicting-dates": _error(_("Sprzeczne daty"), _("Wersja kończy się nie później, niż się zaczyna. {detail}")),
    "overlapping-versions": _error(
        _("Nakładające się wersje"), _("Okres wersji nachodzi na inną wersję tego samego obiektu. {detail}")
    ),
    "older-than-register": _warning(
        _("Starsze niż w rejestrze"),
        _("Rejestr ma już nowszą wersję obiektu; dostarczoną pominięto. {detail}"),
    ),
    "invalid-ring": _error(
        _("Błędny obwód"),
        _("Obwód przecina sam siebie i nie da się go poprawić bez zmiany kształtu. {detail}"),
    ),
    "wrong-geometry-type": _error(_("Inny rodzaj geometrii"), _("Rejestr nie przyjmuje takiej geometrii: {detail}")),
    "unknown-unit": _warning(_("Nieznana jednostka"), _("Jednostki ewidencyjnej {detail} nie ma w wykazie TERYT.")),
    "outside-office": _error(
        _("Poza obszarem urzędu"),
        _("Jednostka ewidencyjna {detail} nie należy do urzędu, który przyjął dostawę."),
    ),
    "outside-precinct": _warning(
        _("Poza swoim obrębem"), _("Działka leży poza granicą obrębu zapisanego w identyfikatorze. {detail}")
    ),
    "overlap": _warning(_("Nakładanie się działek"), _("Działka nachodzi na działkę {detail}.")),
    "gap": _warning(_("Luka między działkami"), _("Między działkami jest niepokryty obszar {detail}.")),
    "area-differs": _warning(
        _("Pole ewidencyjne a geometria"),
        _("Pole ewidencyjne różni się od powierzchni z geometrii: {detail}."),
    ),
    "land-use-sum": _warning(
        _("Suma użytków a pole działki"), _("Suma klasoużytków różni się od pola ewidencyjnego: {detail}.")
    ),
}


def wording(code: str, detail: str) -> str:
    """Message of a finding, in the active language."""
    return str(CATALOGUE[code].message).format(detail=detail).strip()


def title(code: str) -> str:
    """Heading of a group of findings; codes of other importers stand for themselves."""
    return str(CATALOGUE[code].title) if code in CATALOGUE else code
