"""Addresses of the service for people; those for machines are in sip/services/urls.py."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

import parcels.converters  # noqa: F401 - registers parcel_id
import plans.converters  # noqa: F401 - registers act_id
from cases import urls as cases
from cases.desk import urls as desk
from cases.hooks import urls as hooks
from cases.keeping import urls as keeping
from cases.mails import urls as mails
from cases.mails.outbox import demo_page
from cases.publishing import urls as publishing
from cases.reports import urls as reports
from cases.watches import urls as watches
from plans.pasting import paste_page
from sip.intake import views as intake
from sip.portal import basket, downloads, extracts
from sip.portal.about import accessibility_page, help_page
from sip.portal.card import parcel_card
from sip.portal.completeness import completeness_page
from sip.portal.docs import ApiReference, docs_page, qgis_connections, qgis_page
from sip.portal.keys import key_confirm, keys_manage, keys_page, keys_sent
from sip.portal.map import map_page
from sip.portal.parcel import parcel_page
from sip.portal.plan import plan_page
from sip.portal.planning import planning_page, planning_pdf
from sip.portal.planning_states import planning_states_page
from sip.portal.plans import plans_csv, plans_page
from sip.portal.plans_here import plans_here
from sip.portal.printing import print_page, print_pdf
from sip.portal.qr import qr_code
from sip.portal.register import register_page
from sip.portal.report import parcel_report
from sip.portal.search import search_page
from sip.portal.summary import parcel_summary

urlpatterns = [
    path("", map_page, name="map"),
    path("dzialka/<parcel_id:identifier>/", parcel_page, name="parcel"),
    path("dzialka/<parcel_id:identifier>/karta.pdf", parcel_card, name="parcel-card"),
    path("dzialka/<parcel_id:identifier>/raport.html", parcel_report, name="parcel-report"),
    path("mapa/plany.json", plans_here, name="plans-here"),
    path("dzialka/<parcel_id:identifier>/przeznaczenie/", planning_page, name="planning"),
    path("dzialka/<parcel_id:identifier>/wypis.pdf", planning_pdf, name="planning-pdf"),
    path("wypis/", extracts.extracts_page, name="extracts"),
    path("wypis/wypis.pdf", extracts.extracts_pdf, name="extracts-pdf"),
    path("wypis/obszar/", extracts.area_page, name="extract-area"),
    path("wypis/sprawdz/", extracts.check_page, name="extract-check"),
    path("wypis/<str:digest>/", extracts.issued_page, name="extract-issued"),
    path("wypis/<str:digest>/wypis.pdf", extracts.issued_pdf, name="extract-issued-pdf"),
    path("kod-qr.svg", qr_code, name="qr"),
    path("dzialka/<parcel_id:identifier>/skrot.json", parcel_summary, name="parcel-summary"),
    path("wydruk/", print_page, name="print"),
    path("wydruk/mapa.pdf", print_pdf, name="print-pdf"),
    path("szukaj/", search_page, name="search"),
    path("plany/", plans_page, name="planning-acts"),
    path("plany/akty.csv", plans_csv, name="planning-acts-csv"),
    path("plany/gminy/", planning_states_page, name="planning-states"),
    path("plany/<act_id:identifier>/", plan_page, name="planning-act"),
    path("koszyk/", basket.basket_page, name="basket"),
    path("koszyk/dzialki.geojson", basket.basket_geojson, name="basket-geojson"),
    path("koszyk/dzialki.csv", basket.basket_csv, name="basket-csv"),
    path("klucze/", keys_page, name="keys"),
    path("klucze/wyslano/", keys_sent, name="keys-sent"),
    path("klucze/potwierdz/<str:token>/", key_confirm, name="key-confirm"),
    path("klucze/moje/<str:token>/", keys_manage, name="keys-manage"),
    path("pobieranie/", downloads.downloads_page, name="downloads"),
    path("pobieranie/<str:key>/", downloads.download_page, name="download"),
    path("pomoc/", help_page, name="help"),
    path("dostepnosc/", accessibility_page, name="accessibility"),
    path("urzad/", intake.office_page, name="office"),
    path("urzad/rejestr/", register_page, name="register"),
    path("urzad/zbiory/", completeness_page, name="completeness"),
    path("urzad/dostawy/", include("sip.intake.urls")),
    path("urzad/ustalenia/", paste_page, name="provision-paste"),
    path("urzad/zgloszenia/", include(reports.clerk)),
    path("urzad/sprawy/", include(desk.clerk)),
    path("urzad/dane-osob/", include(keeping.clerk)),
    path("urzad/poczta/", include(mails.clerk)),
    path("poczta-pokazu/", demo_page, name="demo-mail"),
    path("urzad/systemy/", include(hooks.systems)),
    path("sprawy/", include(cases.resident)),
    path("rejestry/", include(publishing.public)),
    path("zgloszenia/", include(reports.resident)),
    path("powiadomienia/", include(watches.watchers)),
    path("api/docs/", docs_page, name="api-docs"),
    path("api/docs/rest/", ApiReference.as_view(url="/api/schema/"), name="api-reference"),
    path("api/docs/sprawy/", ApiReference.as_view(url="/api/v1/cases/openapi.json"), name="api-cases-reference"),
    path("qgis/", qgis_page, name="qgis"),
    re_path("^qgis/(?P<kind>oapif|wms|wfs|kafle)[.]xml$", qgis_connections, name="qgis-connections"),
    path("konto/", include("allauth.urls")),
    # Choosing a language changes nothing worth forging; a token would set a cookie for every reader.
    path("jezyk/setlang/", csrf_exempt(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]
handler400 = "sip.uploads.bad_request"
