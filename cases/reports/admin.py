"""Reports in the admin, for looking up only, and without the reporter's address: that is read on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.reports.models import MapReport
from sip.offices.permissions import Action


@admin.register(MapReport)
class MapReportAdmin(admin.ModelAdmin[MapReport]):
    list_display = ("id", "kind", "state", "unit_code", "parcel", "filed_at", "closed_at")
    list_filter = ("kind", "state")
    search_fields = ("parcel__startswith",)
    fields = ("kind", "description", "parcel", "whereabouts", "unit_code", "state", "version", "filed_at", "closed_at")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MapReport]:
        return MapReport.objects.within_reach(request.user, Action.VIEW_REPORTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
