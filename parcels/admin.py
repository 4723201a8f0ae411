"""The registers as rows, for looking things up with all their versions; they change by deliveries alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from parcels.models import Building, Lineage, Parcel, Precinct


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Precinct, Parcel, Building)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("identifier", "valid_from", "valid_to", "end_reason", "published_by", "retired_by")
    search_fields = ("identifier__startswith",)
    list_select_related = ("published_by", "retired_by")


@admin.register(Lineage)
class LineageAdmin(ReadOnlyAdmin):
    list_display = ("predecessor", "successor", "kind", "source", "share", "happened_at")
    search_fields = ("predecessor__startswith", "successor__startswith")
