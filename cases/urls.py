"""Addresses of reports of errors, /zgloszenia/ and /urzad/zgloszenia/, and of wishes to be told, /powiadomienia/."""

from django.urls import path

from cases import desk, views, watch_views

resident = [
    path("", views.report_ask, name="report-ask"),
    path("nowe/", views.report_new, name="report-new"),
    path("<int:number>/", views.report_state, name="report-state"),
    path("<int:number>/usun-adres/", views.contact_wipe, name="report-contact-forget"),
]
watchers = [
    path("nowe/", watch_views.watch_new, name="watch-new"),
    path("wyslano/", watch_views.watch_sent, name="watch-sent"),
    path("potwierdz/<str:token>/", watch_views.watch_confirm, name="watch-confirm"),
    path("koniec/<str:token>/", watch_views.watch_end, name="watch-end"),
]
clerk = [
    path("", desk.reports, name="reports"),
    path("otwarte.geojson", desk.reports_geojson, name="reports-geojson"),
    path("<int:number>/", desk.report, name="report"),
    path("<int:number>/zmiana/", desk.change, name="report-change"),
    path("<int:number>/adres/", desk.contact_show, name="report-contact-show"),
    path("<int:number>/usun-adres/", desk.contact_wipe, name="report-contact-wipe"),
]
