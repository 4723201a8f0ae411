"""Addresses of the service for people; those for machines are in sip/services/urls.py."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

import parcels.converters  # noqa: F401 - registers parcel_id
from sip.intake import views as intake
from sip.portal import views as portal
from sip.portal.register import register_page

urlpatterns = [
    path("", portal.map_page, name="map"),
    path("dzialka/<parcel_id:identifier>/", portal.parcel_page, name="parcel"),
    path("szukaj/", portal.search, name="search"),
    path("urzad/", intake.office_page, name="office"),
    path("urzad/rejestr/", register_page, name="register"),
    path("urzad/dostawy/", include("sip.intake.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("konto/", include("allauth.urls")),
    path("jezyk/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
