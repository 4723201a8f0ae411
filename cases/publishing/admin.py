"""Public registers in the admin: the operator's, as they follow the law; offices say on their services which one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cases.publishing.models import PublicRegister


@admin.register(PublicRegister)
class PublicRegisterAdmin(admin.ModelAdmin[PublicRegister]):
    list_display = ["name", "listed_from", "position"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries of a register stay what they were."""
        return False
