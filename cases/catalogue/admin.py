"""The catalogue of services in the admin: each administrator edits their own offices' services and signs."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.catalogue.actions import form_publish, service_save
from cases.catalogue.models import Service, SignPattern
from cases.catalogue.schema import check_form
from sip.offices.models import Office, User
from sip.offices.permissions import Action, offices_of


class ServiceAdminForm(forms.ModelForm[Service]):
    """The service and its form: what is saved with another form makes the form's next version."""

    schema = forms.JSONField(label=_("formularz: schemat JSON"), widget=forms.Textarea(attrs={"rows": 24}))
    ui = forms.JSONField(label=_("formularz: układ"), required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        newest = self.instance.forms.order_by("-number").first() if self.instance.pk else None
        if newest:
            self.initial.update(schema=newest.schema, ui=newest.ui)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "schema" in cleaned:
            try:
                check_form(cleaned["schema"], cleaned.get("ui") or {})
            except ValidationError as error:
                self.add_error("schema", error)
        return cleaned


class OwnOfficesServices(admin.ModelAdmin[Any]):
    """Open to whoever keeps services of an office; cases keep what they were filed on, so nothing is deleted."""

    show_full_result_count = False

    def _own(self, request: HttpRequest) -> QuerySet[Office]:
        return offices_of(request.user, Action.KEEP_SERVICES)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(office__in=self._own(request))

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "office":
            options["queryset"] = self._own(request)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._own(request).exists()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._own(request).exists()

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._own(request).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Service)
class ServiceAdmin(OwnOfficesServices):
    form = ServiceAdminForm
    list_display = ["name", "office", "unit_symbol", "jrwa_class", "place", "is_offered", "to_check"]
    list_filter = ["is_offered", "place"]
    search_fields = ["name", "code"]

    @admin.display(description=_("do sprawdzenia"))
    def to_check(self, service: Service) -> str:
        return ", ".join(service.unverified)

    def save_model(self, request: HttpRequest, obj: Service, form: Any, change: bool) -> None:
        actor = cast(User, request.user)
        service_save(actor=actor, service=obj)
        form_publish(actor=actor, service=obj, schema=form.cleaned_data["schema"], ui=form.cleaned_data.get("ui") or {})


@admin.register(SignPattern)
class SignPatternAdmin(OwnOfficesServices):
    list_display = ["office", "pattern"]
