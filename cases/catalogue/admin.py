"""The catalogue of services in the admin: each administrator edits their own offices' services and signs."""

import math
from typing import Any, Final, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.catalogue.actions import form_publish, service_save, sign_pattern_save
from cases.catalogue.definitions import FEE, check_fee
from cases.catalogue.models import Place, Service, SignPattern
from cases.catalogue.plain import is_plain
from cases.catalogue.schema import check_form
from cases.catalogue.together import fee_problems
from sip.offices.models import Office, User
from sip.offices.permissions import Action, offices_of

EMPTY: Final[dict[str, Any]] = {"fee": {}, "documents": [], "differences": {}}


def is_fee(value: object) -> bool:
    """What is wrong otherwise the model's validator says."""
    try:
        check_fee(value)
    except ValidationError:
        return False
    return True


class PlainJSON(forms.JSONField):
    """Refuses what the database or a page could not hold; what was typed stays as it was typed."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except RecursionError:
            found = math.nan
        if not is_plain(found):
            raise ValidationError(_("Niedozwolony znak, liczba bez końca albo za głębokie zagnieżdżenie."))
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            found = super().bound_data(data, initial)
        except RecursionError:
            found = math.nan
        return found if is_plain(found) else InvalidJSONInput(data)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except (RecursionError, ValidationError):
            return True


class ServiceAdminForm(forms.ModelForm[Service]):
    """The service and its form: what is saved with another form makes the form's next version."""

    schema = PlainJSON(label=_("formularz: schemat JSON"), widget=forms.Textarea(attrs={"rows": 24}))
    ui = PlainJSON(label=_("formularz: układ"), required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        newest = self.instance.forms.order_by("-number").first() if self.instance.pk else None
        if newest:
            self.initial.update(schema=newest.schema, ui=newest.ui)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Emptied fields, and emptiness of another kind: the model's validators pass them over.
        cleaned.update({name: empty for name, empty in EMPTY.items() if name in cleaned and not cleaned[name]})
        if "schema" in cleaned:
            try:
                check_form(cleaned["schema"], cleaned.get("ui") or {})
            except ValidationError as error:
                self.add_error("schema", error)
            else:
                self._check_together(cleaned)
        return cleaned

    def _check_together(self, cleaned: dict[str, Any]) -> None:
        if "fee" in cleaned and is_fee(cleaned["fee"]):
            for words in fee_problems(FEE.validate_python(cleaned["fee"]), cleaned["schema"]):
                self.add_error("fee", words)
        if cleaned.get("place") in (Place.PARCELS, Place.SHAPE, Place.AREA) and cleaned.get("most_parcels") == 0:
            self.add_error("most_parcels", _("Co najmniej jedna, skoro sprawa dotyczy gruntu."))


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
    formfield_overrides = {models.JSONField: {"form_class": PlainJSON}}
    list_display = ["name", "office", "unit_symbol", "jrwa_class", "place", "is_offered", "to_check"]
    list_filter = ["is_offered", "place"]
    search_fields = ["name", "code"]

    def view_on_site(self, obj: Service) -> str:
        """The page with the form's versions, which keepers see also where nobody can file yet."""
        return reverse("service", args=[obj.office.slug, obj.code])

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

    def save_model(self, request: HttpRequest, obj: SignPattern, form: Any, change: bool) -> None:
        sign_pattern_save(actor=cast(User, request.user), pattern=obj)
