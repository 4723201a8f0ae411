"""Names in common use for the attributes of zones; those of shapefiles end after ten letters."""

from typing import Final

from django.utils.translation import gettext_lazy as _

OWN: Final = {
    "designation": "oznaczenie oznaczenie_terenu oznaczenieterenu oznaczenia ozn_terenu ozn_teren ozn_ter ozn oznacz"
    " symbol_terenu symbol_teren symbol_ter symbolterenu symb_terenu symb_teren symb_ter nr_terenu numer_terenu"
    " etykieta label designation text",
    "symbol": "symbol symbol_literowy symbol_lit symbol_przeznaczenia symbol_prz symbol_funkcji symbol_fun symb"
    " symbol_klasy kod_przeznaczenia",
    "name": "przeznaczenie przeznaczenie_terenu przeznaczenieterenu przeznaczenie_podstawowe przeznacze przeznaczen"
    " przezn_terenu przezn_ter przezn_podst przezn funkcja funkcja_terenu opis_w_legendzie opis_przeznaczenia"
    " opis_terenu opis_teren opis nazwa_terenu nazwa legenda",
    "other_name": "nazwaalternatywna nazwa_alternatywna nazwa_alte",
    "status": "status",
    "in_force_from": "obowiazujeod obowiazuje_od obow_od data_obowiazywania wazne_od in_force_from",
    "in_force_to": "obowiazujedo obowiazuje_do obow_do wazne_do in_force_to",
    "max_intensity": "maksnadziemnaintensywnosczabudowy maks_intensywnosc max_intensywnosc intensywnosc_max"
    " maks_inten max_intens intensywnosc_zabudowy intensywnosc intensywno maks_int max_int int_max int_zab",
    "max_built_share": "maksudzialpowierzchnizabudowy maks_pow_zabudowy max_pow_zabudowy maks_pow_z max_pow_zab"
    " max_pow_za powierzchnia_zabudowy pow_zabudowy pow_zabudo pow_zab udzial_zabudowy",
    "max_height": "makswysokosczabudowy maks_wysokosc max_wysokosc max_wysokosc_m maks_wysok max_wysoko wysokosc_max"
    " wysokosc_m wysokosc_zabudowy wysokosc maks_wys max_wys wys_max wys_zab",
    "min_green_share": "minudzialpowierzchnibiologicznieczynnej powierzchnia_biologicznie_czynna"
    " pow_biologicznie_czynna pow_biologicznie_czynna_pct pow_biolog pow_biol_czynna pow_biol_cz pow_biol min_pow_biol"
    " min_biol biol_czynna min_pbc pbc_min pbc",
}
# One of them has to be there: without either nobody knows what an area is.
NAMED_BY: Final = ("designation", "symbol")
# What a person can say a column is.
ATTRIBUTES: Final = {
    "designation": _("oznaczenie terenu, np. 12MN/U"),
    "symbol": _("symbol, np. MN/U"),
    "name": _("przeznaczenie (opis)"),
    "status": _("status"),
    "in_force_from": _("obowiązuje od"),
    "in_force_to": _("obowiązuje do"),
    "max_intensity": _("maks. intensywność zabudowy"),
    "max_built_share": _("maks. udział powierzchni zabudowy [%]"),
    "max_height": _("maks. wysokość zabudowy [m]"),
    "min_green_share": _("min. powierzchnia biologicznie czynna [%]"),
}
