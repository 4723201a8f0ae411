"""Addresses of the pages about neighbours and parties of a case, below those of clerks."""

from django.urls import path

from cases.neighbours import letters, pages, parties

clerk = [
    path("<int:number>/sasiedzi/", pages.neighbours, name="case-neighbours"),
    path("<int:number>/sasiedzi/mapa.geojson", pages.neighbours_map, name="case-neighbours-map"),
    path("<int:number>/sasiedzi/<int:version>/", pages.saved, name="case-neighbour-list"),
    path("<int:number>/strony/", parties.parties, name="case-parties"),
    path("<int:number>/strony/pobierz/", parties.fetch, name="case-parties-fetch"),
    path("<int:number>/strony/adresy.csv", parties.addresses_csv, name="case-parties-csv"),
    path("<int:number>/strony/etykiety.pdf", parties.labels, name="case-parties-labels"),
    path("<int:number>/strony/<int:party>/usun/", parties.remove, name="case-party-remove"),
    path("<int:number>/strony/pisma/", letters.letters, name="case-party-letters"),
    path("<int:number>/strony/pisma/wyslane/", letters.sent, name="case-party-letters-sent"),
]
