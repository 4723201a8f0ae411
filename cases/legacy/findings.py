"""What an import of legacy cases may say of a row: severity and Polish words by code. docs/legacy.md lists them."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from sip.intake.models import Severity
from sip.registers.findings import COMMON, Catalogue, FindingType, error, info, warning

CATALOGUE: Final[Catalogue] = {
    # refused rows
    "missing-sign": error(_("Brak znaku sprawy"), _("Wiersz nie ma znaku sprawy.")),
    "long-sign": error(_("Za długi znak sprawy"), _("Znak sprawy jest dłuższy niż 120 znaków.")),
    "missing-date": error(_("Brak daty złożenia"), _("Wiersz nie ma daty złożenia.")),
    "bad-date": error(_("Nieczytelna data złożenia"), _("Daty złożenia nie da się odczytać.")),
    "future-date": error(_("Data z przyszłości"), _("Data złożenia jest późniejsza niż dziś.")),
    "extra-cells": error(_("Za dużo kolumn w wierszu"), _("Wiersz ma więcej komórek niż nagłówek: {detail}.")),
    "open-quote": error(
        _("Niezamknięty cudzysłów"), _("Komórka ma ponad {detail} wierszy: zapewne brakuje zamykającego cudzysłowu.")
    ),
    "sign-taken": error(_("Znak należy do innej sprawy"), _("Ten numer ma już sprawa złożona w systemie: {detail}.")),
    "sign-jump": error(
        _("Numer za daleko od ostatniego"),
        _("Numer jest o ponad {detail} większy od ostatniego w tym roku; następne sprawy liczyłyby się od niego."),
    ),
    "future-year": error(_("Rok znaku z przyszłości"), _("Rok w znaku sprawy jest późniejszy niż bieżący.")),
    "duplicate-sign": error(
        _("Znak powtarza się w pliku"), _("Wcześniejszy wiersz ma ten sam znak i inną treść: {detail}.")
    ),
    "not-stored": error(_("Nie zapisano"), _("Baza danych odrzuciła wiersz: {detail}.")),
    # rows that were there before
    "row-changed": warning(
        _("Wiersz zmienił się od przeniesienia"), _("Sprawa jest już przeniesiona; plik różni się w polach: {detail}.")
    ),
    "duplicate-row": info(_("Wiersz powtórzony"), _("Wcześniejszy wiersz pliku jest taki sam: {detail}.")),
    # the sign
    "sign-normalised": info(_("Znak zapisany według wzoru"), _("Znak zapisano jako {detail}.")),
    "sign-other": info(
        _("Znak według innego wzoru"), _("Znak nie jest z dzisiejszej numeracji urzędu; zostaje, jak wpisano.")
    ),
    "year-assumed": warning(_("Rok znaku z daty złożenia"), _("Znak nie ma pełnego roku; przyjęto {detail}.")),
    "year-differs": info(_("Rok znaku inny niż złożenia"), _("Znak jest z roku {detail}.")),
    # the course of the case
    "bad-closing-date": warning(_("Nieczytelna data zakończenia"), _("Daty zakończenia nie da się odczytać.")),
    "closed-before-filed": warning(
        _("Zakończona przed złożeniem"), _("Data zakończenia jest wcześniejsza niż data złożenia; pominięto ją.")
    ),
    "closed-in-future": warning(
        _("Zakończona w przyszłości"), _("Data zakończenia jest późniejsza niż dziś; pominięto ją.")
    ),
    "closing-day-unknown": warning(
        _("Dzień zakończenia nieznany"), _("Sprawa jest zakończona bez daty; przyjęto dzień złożenia.")
    ),
    "state-unknown": warning(_("Nieznany stan"), _("Stanu nie rozpoznano; przyjęto: {detail}.")),
    "suspended-day-unknown": warning(
        _("Dzień zawieszenia nieznany"), _("Zegar sprawy stoi od dnia złożenia; data zawieszenia nie jest znana.")
    ),
    "service-unknown": warning(_("Nieznana usługa"), _("Takiej usługi urząd nie ma; przyjęto {detail}.")),
    "odd-characters": warning(
        _("Znaki spoza kodowania"), _("Niektórych znaków nie da się odczytać; zastąpiono je znakiem �.")
    ),
    "too-long": warning(
        _("Tekst przycięty"), _("Pole jest dłuższe niż {detail} znaków; całość zostaje w zapisie wiersza.")
    ),
    # parcels
    "parcel-unread": warning(
        _("Nieczytelna działka"), _("Tego nie da się odczytać jako numeru działki; zostaje, jak wpisano.")
    ),
    "parcel-unknown": warning(_("Działki nie ma w rejestrze"), _("Rejestr nie zna działki; zostaje, jak wpisano.")),
    "parcel-ambiguous": warning(
        _("Działka niejednoznaczna"), _("Pasuje kilka działek; zostaje, jak wpisano: {detail}.")
    ),
    "no-precinct": warning(_("Brak obrębu"), _("Numer działki bez obrębu; zostaje, jak wpisano.")),
    "precinct-unknown": warning(_("Nieznany obręb"), _("Urząd nie ma takiego obrębu: {detail}.")),
    "parcel-former": info(_("Dawny numer działki"), _("Z tej działki powstały przed złożeniem: {detail}.")),
    "parcel-later": info(
        _("Rejestr nie sięga dnia złożenia"), _("Przyjęto najstarszą znaną wersję działki, od {detail}.")
    ),
    "parcel-ended": info(
        _("Działki nie było już w dniu złożenia"), _("Przyjęto ostatnią wersję działki, do {detail}.")
    ),
    "sheet-added": info(_("Uzupełniono arkusz"), _("Działka leży na arkuszu: {detail}.")),
    "too-many-parcels": warning(_("Za dużo działek"), _("Zostaje pierwszych {detail}; reszta jest w zapisie wiersza.")),
    # the shape
    "bad-geometry": warning(_("Niepoprawny kształt"), _("Kształtu nie da się odczytać; pominięto go. {detail}")),
    "absurd-coordinates": warning(_("Kształt poza Polską"), _("Kształt leży poza Polską; pominięto go. {detail}")),
    "repaired-ring": info(_("Naprawiony kształt"), _("Granicę kształtu naprawiono. {detail}")),
}
UNKNOWN: Final = error(_("Pliku nie da się czytać dalej"), _("Pliku nie da się czytać dalej. {detail}"))


@dataclass(frozen=True, slots=True)
class Note:
    """A finding of a row: its code, the field and what was typed there, and what the check measured."""

    code: str
    field: str = ""
    typed: str = ""
    detail: str = ""

    @property
    def severity(self) -> Severity:
        return of_code(self.code).severity

    @property
    def words(self) -> str:
        return str(of_code(self.code).message).format(detail=self.detail).strip()

    @property
    def title(self) -> str:
        return str(of_code(self.code).title)


def of_code(code: str) -> FindingType:
    """Of a row, or of the file as a whole."""
    return CATALOGUE.get(code) or COMMON.get(code, UNKNOWN)
