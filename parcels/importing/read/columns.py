"""Which column is what: attribute names in common use, by our names for them."""

from collections.abc import Mapping
from typing import Final

from parcels.importing.read.records import Kind

Row = Mapping[str, str]
"""Texts of one feature by column name, stripped, "" for nothing."""

_COMMON: Final = {
    "namespace": "przestrzennazw przestrzen_nazw namespace",
    "local_id": "lokalnyid lokalny_id idlokalny id_lokalny localid",
    "version_id": "wersjaid wersja_id idwersji versionid",
    "object_from": "startobiekt start_obiekt",
    "valid_from": "startwersjaobiekt startwersjiobiektu start_wersja_obiekt poczatekwersjiobiektu",
    "valid_to": "koniecwersjaobiekt koniecwersjiobiektu koniec_wersja_obiekt",
    "object_to": "koniecobiekt koniec_obiekt",
    "x": "x wsp_x wspolrzedna_x easting longitude lon lng dlugosc dlugosc_geograficzna",
    "y": "y wsp_y wspolrzedna_y northing latitude lat szerokosc szerokosc_geograficzna",
    "geometry": "wkt geom geometry geometria the_geom wkt_geom geom_wkt msgeometry",
}
_BY_KIND: Final = {
    Kind.PARCELS: {
        "identifier": "iddzialki id_dzialki id_dz identyfikator identyfikator_dzialki teryt_dzialki",
        "area": "poleewidencyjne pole_ewidencyjne pole_ewidenyjne pole_ewid pow_ewid powewid"
        " powierzchniaewidencyjna powierzchnia_ewidencyjna pow_ewidencyjna powierzchnia pole",
        "land_use": "klasouzytki_egib klasouzytki klasouzytek uzytki ofu",
        "soil_use": "ozu",
        "soil_class": "ozk",
        "precinct": "numer_obrebu id_obrebu idobrebu nr_obrebu obreb nazwa_obrebu",
    },
    Kind.BUILDINGS: {
        "identifier": "idbudynku id_budynku id_bud identyfikator identyfikator_budynku",
        "building_kind": "rodzajwgkst rodzaj rodzaj_kst rodzaj_wg_kst",
        "floors_above": "kondygnacje_nadziemne liczbakondygnacjinadziemnych liczba_kondygnacji_nadziemnych",
        "floors_below": "kondygnacje_podziemne liczbakondygnacjipodziemnych liczba_kondygnacji_podziemnych",
        "footprint": "powzabudowy pow_zabudowy powierzchnia_zabudowy powierzchniazabudowy",
        "parcel": "dzialkazabudowana iddzialki id_dzialki",
    },
    Kind.ADDRESSES: {
        "place": "miejscowosc nazwamiejscowosci nazwa_miejscowosci miasto miejsc",
        "street": "ulica nazwaulicy nazwa_ulicy ul",
        "number": "numer numerporzadkowy numer_porzadkowy nr nr_porzadkowy nr_domu numer_domu numer_adr",
        "postcode": "kod kodpocztowy kod_pocztowy kod_poczt pna",
        "place_code": "simc identyfikatorsimc idmiejscowosci id_miejscowosci terytmiejscowosci simc_id",
        "street_code": "ulic identyfikatorulic idnazwyulicy id_ulicy idulicy terytulicy ulic_id",
    },
}
_PLAIN: Final = str.maketrans("ąćęłńóśźż", "acelnoszz")


class Columns:
    """The attributes of one kind in one file: an explicit mapping first, then names in common use."""

    def __init__(self, kind: Kind, mapping: Mapping[str, str]) -> None:
        self._names: dict[str, list[str]] = {}
        for ours, names in {**_COMMON, **_BY_KIND[kind]}.items():
            chosen = mapping.get(ours)
            self._names[ours] = [_folded(chosen)] if chosen else names.split()

    def knows(self, column: str) -> bool:
        """Whether the column is one of those read."""
        return any(_folded(column) in names for names in self._names.values())

    def is_geometry(self, column: str) -> bool:
        return _folded(column) in self._names["geometry"]

    def of(self, row: Row) -> dict[str, str]:
        """The row's texts by our attribute names; the first name of each that has a text counts."""
        folded = {_folded(name): text for name, text in row.items() if text}
        return {
            ours: next((folded[name] for name in names if name in folded), "") for ours, names in self._names.items()
        }


def _folded(name: str) -> str:
    return name.strip().lower().translate(_PLAIN)
