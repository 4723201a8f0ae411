"""Keys in the admin: the starostwo's administrator sees who holds them, changes what they allow, issues and revokes."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sip.keys import tasks
from sip.keys.actions import key_issue, keys_revoke
from sip.keys.models import ApiKey
from sip.offices.models import OfficeKind, User
from sip.offices.permissions import Action, offices_of


def _may(request: HttpRequest) -> bool:
    return offices_of(request.user, Action.MANAGE_STAFF).filter(kind=OfficeKind.STAROSTWO).exists()


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    list_display = ["beginning", "email", "purpose", "per_second", "per_day", "issued_at", "expires_at", "revoked_at"]
    list_filter = ["issued_at", "expires_at", "revoked_at"]
    search_fields = ["beginning__startswith", "email__istartswith", "purpose__icontains"]
    show_full_result_count = False
    actions = ["revoke"]
    told = ["beginning", "asked_at", "issued_at", "expires_at", "revoked_at"]

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return ["email", "purpose", "per_second", "per_day", *(self.told if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> list[str]:
        return ["email", *self.told] if obj else []

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may(request)

    def has_view_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return _may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _may(request)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return _may(request)

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """They are revoked, and forgotten a month later."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: forms.ModelForm[ApiKey], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            return
        key = key_issue(obj.pk, actor=cast(User, request.user))
        tasks.wipe_ended_in_time()
        messages.warning(request, _("Klucz pokazujemy tylko teraz: %(key)s") % {"key": key})

    @admin.action(description=_("Unieważnij klucze"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        count = keys_revoke(queryset.values_list("pk", flat=True), actor=cast(User, request.user))
        tasks.wipe_ended_in_time()
        messages.success(request, _("Unieważniono kluczy: %(count)d") % {"count": count})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Addresses of people stay out of the admin's own log; the log of events has the number."""

    log_change = log_deletion = log_addition
