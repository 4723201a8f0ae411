"""Clients in the admin: an administrator makes those of their own offices, gives another secret, revokes."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.clients.actions import MOST_DAYS, Issued, client_change, client_make, client_renew, client_revoke
from cases.clients.models import Client, Scope
from sip.offices.models import Office, User
from sip.offices.permissions import Action, offices_of


class ClientForm(forms.ModelForm[Client]):
    scopes = forms.MultipleChoiceField(label=_("zakres"), choices=Scope, widget=forms.CheckboxSelectMultiple)

    def clean_expires_at(self) -> Any:
        """Of one that is over, the day it ended may stand."""
        day = self.cleaned_data["expires_at"]
        most = timezone.now() + timedelta(days=MOST_DAYS)
        if day > most:
            raise forms.ValidationError(_("Najwyżej trzy lata."))
        return day


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin[Client]):
    form = ClientForm
    list_display = ["name", "office", "identifier", "beginning", "scopes", "expires_at", "revoked_at", "last_used_at"]
    list_filter = ["office", "revoked_at"]
    search_fields = ["name", "identifier"]
    show_full_result_count = False
    actions = ["renew", "revoke"]
    told = ["identifier", "beginning", "made_by", "made_at", "revoked_at", "last_used_at"]

    def _own(self, request: HttpRequest) -> QuerySet[Office]:
        return offices_of(request.user, Action.MANAGE_STAFF)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        return super().get_queryset(request).filter(office__in=self._own(request)).select_related("office", "made_by")

    def get_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        return ["office", "name", "scopes", "expires_at", *(self.told if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Client | None = None) -> list[str]:
        return ["office", *self.told] if obj else []

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "office":
            options["queryset"] = self._own(request)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._own(request).exists()

    def has_view_permission(self, request: HttpRequest, obj: Client | None = None) -> bool:
        return self._own(request).exists()

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._own(request).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Client | None = None) -> bool:
        """They are revoked: what they did keeps their name."""
        return False

    def save_model(self, request: HttpRequest, obj: Client, form: forms.ModelForm[Client], change: bool) -> None:
        actor, scopes = cast(User, request.user), [Scope(one) for one in form.cleaned_data["scopes"]]
        if change:
            client_change(client=obj, expires_at=obj.expires_at, actor=actor, scopes=scopes)
            return
        issued = client_make(office=obj.office, name=obj.name, expires_at=obj.expires_at, actor=actor, scopes=scopes)
        obj.pk = issued.client.pk
        self._tell(request, issued)

    def _tell(self, request: HttpRequest, issued: Issued) -> None:
        words = _("Sekret pokazujemy tylko teraz: client_id %(identifier)s, client_secret %(secret)s")
        messages.warning(request, words % {"identifier": issued.client.identifier, "secret": issued.secret})

    @admin.action(description=_("Wydaj nowy sekret (dotychczasowy przestanie działać)"))
    def renew(self, request: HttpRequest, queryset: QuerySet[Client]) -> None:
        for client in queryset:
            self._tell(request, client_renew(actor=cast(User, request.user), client=client))

    @admin.action(description=_("Unieważnij"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Client]) -> None:
        for client in queryset:
            client_revoke(actor=cast(User, request.user), client=client)
        messages.success(request, _("Unieważniono."))
