"""Public registers in the admin: the operator's, as they follow the law; offices say on their services which one."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from cases.publishing.actions import register_save
from cases.publishing.models import PublicRegister
from sip.offices.models import User


@admin.register(PublicRegister)
class PublicRegisterAdmin(admin.ModelAdmin[PublicRegister]):
    list_display = ["name", "listed_from", "position"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries of a register stay what they were."""
        return False

    def save_model(self, request: HttpRequest, obj: PublicRegister, form: Any, change: bool) -> None:
        register_save(actor=cast(User, request.user), register=obj)
