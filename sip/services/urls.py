"""Addresses that machines ask for; they pass no session, locale or message middleware."""

from django.urls import path, re_path

import parcels.converters  # noqa: F401 - registers parcel_id
from sip.operations import healthz, metrics, readyz
from sip.services.rest.views import ParcelAtView, ParcelsView, ParcelView
from sip.services.search.views import SearchView
from sip.services.tiles.views import metadata_page, no_such_tile, tile, tilejson_page, versioned_tile

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/parcels/", ParcelsView.as_view(), name="api-parcels"),
    path("api/v1/search/", SearchView.as_view(), name="api-search"),
    path("api/v1/parcels/at/", ParcelAtView.as_view(), name="api-parcels-at"),
    path("api/v1/parcels/<parcel_id:identifier>/", ParcelView.as_view(), name="api-parcel"),
    path("tiles/<slug:grid>/<int:version>/<int:z>/<int:x>/<int:y>.mvt", versioned_tile, name="versioned-tile"),
    path("tiles/<slug:grid>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
    path("tiles/<slug:grid>.json", tilejson_page, name="tilejson"),
    path("tiles/<slug:grid>/metadata.json", metadata_page, name="tiles-metadata"),
    re_path("^tiles/", no_such_tile),
]
