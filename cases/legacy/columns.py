"""The columns of a former register by our names for them, in common use or as said for one file."""

from collections.abc import Mapping
from typing import Final

from sip.registers.reading.columns import Columns

FIELDS: Final = {
    "sign": "znak znak_sprawy znaksprawy nr_sprawy numer_sprawy sygnatura sygnatura_sprawy znak_akt nr_akt sprawa"
    " numer nr",
    "filed": "data_zlozenia data_wplywu datawplywu data_wniosku data_zgloszenia data_rejestracji data_wszczecia"
    " zlozono wplynelo data_zlozenia_wniosku data_wplywu_wniosku wplyw data",
    "closed": "data_zakonczenia data_zalatwienia data_decyzji data_wydania data_rozstrzygniecia zakonczono zalatwiono"
    " data_wydania_decyzji data_ostatecznego_zalatwienia",
    "service": "usluga rodzaj_sprawy rodzaj typ_sprawy typ kategoria",
    "state": "stan status stan_sprawy",
    "outcome": "rozstrzygniecie wynik sposob_zalatwienia zalatwienie decyzja",
    "applicant": "wnioskodawca strona imie_i_nazwisko inwestor nazwa_wnioskodawcy skladajacy wnoszacy od_kogo",
    "address": "adres adres_wnioskodawcy adres_strony",
    "subject": "przedmiot przedmiot_sprawy opis opis_sprawy dotyczy tresc tytul sprawa_dotyczy w_sprawie uwagi",
    "parcels": "dzialki dzialka nr_dzialki nr_dzialek numer_dzialki numery_dzialek dzialki_ewidencyjne nr_dz"
    " dzialka_ewidencyjna iddzialki id_dzialki nieruchomosc nr_ewid nr_ewidencyjny",
    "precinct": "obreb nazwa_obrebu nr_obrebu numer_obrebu id_obrebu miejscowosc",
}
REQUIRED: Final = ("sign",)


def columns(mapping: Mapping[str, str]) -> Columns:
    """MAPPING: our name -> the file's column."""
    return Columns(FIELDS, mapping, required=REQUIRED)
