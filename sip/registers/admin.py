"""Registers in the admin: rows to look up, never to change by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionAdmin(ReadOnlyAdmin):
    list_display = ("identifier", "valid_from", "valid_to", "end_reason", "published_by", "retired_by")
    search_fields = ("identifier__startswith",)
    list_select_related = ("published_by", "retired_by")
