"""Addresses of reports of errors: /zgloszenia/ and /urzad/zgloszenia/."""

from django.urls import path

from cases.reports import desk, views

resident = [
    path("", views.report_ask, name="report-ask"),
    path("nowe/", views.report_new, name="report-new"),
    path("<int:number>/", views.report_state, name="report-state"),
    path("<int:number>/usun-adres/", views.contact_wipe, name="report-contact-forget"),
]
clerk = [
    path("", desk.reports, name="reports"),
    path("otwarte.geojson", desk.reports_geojson, name="reports-geojson"),
    path("<int:number>/", desk.report, name="report"),
    path("<int:number>/zmiana/", desk.change, name="report-change"),
    path("<int:number>/adres/", desk.contact_show, name="report-contact-show"),
    path("<int:number>/usun-adres/", desk.contact_wipe, name="report-contact-wipe"),
]
