"""Addresses of cases: /sprawy/ for residents, /urzad/sprawy/ for clerks, and where providers of payments report."""

from django.urls import path

from cases.packages import pages as packages
from cases.payments import views as payments
from cases.resident.urls import urlpatterns as pages

resident = [
    path("oplaty/powiadomienie/<slug:provider>/", payments.webhook, name="payment-webhook"),
    path("pakiet/case-<int:version>.schema.json", packages.schema, name="case-package-schema"),
    path("oplaty/powiadomienie/<slug:provider>/<slug:account>/", payments.webhook, name="payment-account-webhook"),
    *pages,
]
