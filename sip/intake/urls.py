"""Addresses of the deliveries' pages, under /urzad/dostawy/."""

from django.urls import path

from sip.intake import views

urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("nowa/", views.upload, name="delivery-upload"),
    path("<int:pk>/", views.delivery, name="delivery"),
    path("<int:pk>/postep/", views.progress, name="delivery-progress"),
    path("<int:pk>/ustalenia.csv", views.findings_csv, name="delivery-findings-csv"),
    path("<int:pk>/ustalenia.geojson", views.findings_geojson, name="delivery-findings-geojson"),
    path("<int:pk>/podglad.geojson", views.preview_geojson, name="delivery-preview"),
    path("<int:pk>/kolumny/", views.map_columns, name="delivery-columns"),
    path("<int:pk>/przyjmij/", views.accept, name="delivery-accept"),
    path("<int:pk>/odrzuc/", views.reject, name="delivery-reject"),
    path("<int:pk>/wycofaj/", views.roll_back, name="delivery-rollback"),
]
