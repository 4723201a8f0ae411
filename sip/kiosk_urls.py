"""Addresses below /infomat/: the kiosk's own, then the site's; sip/kiosk.py answers only those a kiosk may show."""

from django.urls import path

import parcels.converters  # noqa: F401 - registers precinct_id
from sip.portal import kiosk
from sip.portal.map import map_page
from sip.services.urls import urlpatterns as machines
from sip.urls import urlpatterns as site

urlpatterns = [
    path("", kiosk.start_page, name="kiosk"),
    path("koniec/", kiosk.end, name="kiosk-end"),
    path("gminy/", kiosk.gminas_page, name="kiosk-gminas"),
    path("gminy/<str:code>/", kiosk.precincts_page, name="kiosk-precincts"),
    path("obreby/<precinct_id:code>/", kiosk.precinct_page, name="kiosk-precinct"),
    path("na-telefon/", kiosk.phone_page, name="kiosk-phone"),
    path("mapa/", map_page, name="map"),
    *(pattern for pattern in site if getattr(pattern, "name", None) != "map"),
    *machines,
]
handler400 = kiosk.bad_request
handler500 = kiosk.server_error
