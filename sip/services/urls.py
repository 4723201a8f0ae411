"""Addresses that machines ask for; they pass no session, locale or message middleware."""

from django.urls import path

import parcels.converters  # noqa: F401 - registers parcel_id
from sip.operations import healthz, metrics, readyz
from sip.services.rest.views import ParcelAtView, ParcelsView, ParcelView
from sip.services.tiles.views import tile

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/parcels/", ParcelsView.as_view(), name="api-parcels"),
    path("api/v1/parcels/at/", ParcelAtView.as_view(), name="api-parcels-at"),
    path("api/v1/parcels/<parcel_id:identifier>/", ParcelView.as_view(), name="api-parcel"),
    path("tiles/pl1992/<int:version>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
]
