"""Addresses that machines ask for, of all rooms; they pass no session, locale or message middleware."""

from cases.api.urls import urlpatterns as cases
from sip.services.urls import urlpatterns as services

urlpatterns = [*cases, *services]
