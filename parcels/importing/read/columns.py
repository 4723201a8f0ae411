"""Names in common use for the attributes of parcels, buildings and addresses."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from parcels.importing.read.records import Kind

OWN: Final = {
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
# Without one of them nobody knows what a row is.
REQUIRED: Final = {
    Kind.PARCELS: ("identifier",),
    Kind.BUILDINGS: ("identifier",),
    Kind.ADDRESSES: ("number",),
}
# What a person can say a column is.
PARCELS: Final = {
    "identifier": _("identyfikator działki"),
    "area": _("pole ewidencyjne"),
    "land_use": _("użytki"),
    "soil_use": _("użytek gleboznawczy (OZU)"),
    "soil_class": _("klasa (OZK)"),
    "precinct": _("obręb"),
}
BUILDINGS: Final = {
    "identifier": _("identyfikator budynku"),
    "building_kind": _("rodzaj według KŚT"),
    "floors_above": _("kondygnacje nadziemne"),
    "floors_below": _("kondygnacje podziemne"),
    "footprint": _("powierzchnia zabudowy"),
    "parcel": _("działka"),
}
ADDRESSES: Final = {
    "number": _("numer porządkowy"),
    "place": _("miejscowość"),
    "street": _("ulica"),
    "postcode": _("kod pocztowy"),
    "place_code": _("identyfikator SIMC miejscowości"),
    "street_code": _("identyfikator ULIC ulicy"),
    "x": _("współrzędna x"),
    "y": _("współrzędna y"),
}
