"""Units, offices and their staff in the admin: each administrator sees their own offices only."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin, messages
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sip.offices.actions import (
    membership_end,
    membership_grant,
    office_save,
    password_link,
    staff_change,
    staff_create,
)
from sip.offices.models import Membership, Office, Role, Unit, User
from sip.offices.permissions import Action, manages, offices_of

# The admin's own sign-in knows neither the second factor nor the identity provider.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def _administrator(request: HttpRequest) -> User:
    return cast(User, request.user)


def _managed(request: HttpRequest) -> QuerySet[Office]:
    return offices_of(request.user, Action.MANAGE_STAFF)


def _is_operator(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


class OwnOffices(admin.ModelAdmin[Any]):
    """Open to whoever manages an office; the operator alone adds and deletes."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _managed(request).exists()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _managed(request).exists()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _managed(request).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_operator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_operator(request)


@admin.register(Unit)
class UnitAdmin(OwnOffices):
    """For reading only: units change by deliveries."""

    list_display = ["code", "name", "level", "kind", "valid_to"]
    list_filter = ["level", "kind"]
    search_fields = ["code__startswith", "name__istartswith"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Office)
class OfficeAdmin(OwnOffices):
    """An office's administrator may correct its names; where it stands is the operator's."""

    list_display = ["name", "kind", "symbol", "unit"]
    list_filter = ["kind"]
    search_fields = ["name", "symbol"]
    autocomplete_fields = ["unit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Office]:
        return _managed(request).select_related("unit")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [] if _is_operator(request) else ["kind", "slug", "unit"]

    def save_model(self, request: HttpRequest, obj: Office, form: forms.ModelForm[Office], change: bool) -> None:
        office_save(actor=_administrator(request), office=obj)


class NewStaffForm(forms.ModelForm[User]):
    """A person and their first role; who has an account already gets the role only."""

    office = forms.ModelChoiceField(Office.objects.all(), label=_("Urząd"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Rola"))

    class Meta:
        model = User
        fields = ["email", "name"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def validate_unique(self) -> None:
        """An address in use is no error, and whose it is stays unsaid."""


class StaffForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["email", "name", "is_active"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class MembershipInline(admin.TabularInline[Membership, User]):
    """Roles in the administrator's own offices; a role is given or taken, never rewritten."""

    model = Membership
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).filter(office__in=_managed(request))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name == "office":
            kwargs["queryset"] = _managed(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _managed(request).exists()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _managed(request).exists()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _managed(request).exists()


@admin.register(User)
class StaffAdmin(OwnOffices):
    """Accounts of one's own staff. They are switched off, never deleted: events speak of them."""

    list_display = ["email", "name", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["email", "name"]
    actions = ["give_password_links"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request)
        if _is_operator(request):
            return users
        own = Membership.objects.filter(office__in=_managed(request))
        return users.filter(pk__in=own.values("user"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _managed(request).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        kwargs["form"] = StaffForm if obj else NewStaffForm
        form = super().get_form(request, obj, change, **kwargs)
        if not obj:
            cast(Any, form).base_fields["office"].queryset = _managed(request)
        return form

    def get_inlines(
        self, request: HttpRequest, obj: User | None
    ) -> list[type[admin.options.InlineModelAdmin[Any, Any]]]:
        return [MembershipInline] if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["email", "name", "is_active"] if obj and not manages(_administrator(request), obj) else []

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        administrator, data = _administrator(request), form.cleaned_data
        if change and form.changed_data:
            staff_change(
                actor=administrator,
                user=obj,
                email=data["email"],
                name=data["name"],
                is_active=data["is_active"],
            )
        elif not change:
            created = staff_create(
                actor=administrator,
                email=data["email"],
                name=data["name"],
                office=data["office"],
                role=Role(data["role"]),
            )
            obj.pk = created.pk
            if not created.has_usable_password():
                self._say_link(request, created)

    def save_formset(
        self, request: HttpRequest, form: forms.BaseForm, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        administrator = _administrator(request)
        granted: list[Membership] = formset.save(commit=False)
        for membership in formset.deleted_objects:
            membership_end(actor=administrator, membership=membership)
        for membership in granted:
            membership_grant(
                actor=administrator,
                user=membership.user,
                office=membership.office,
                role=Role(membership.role),
            )

    @admin.action(description=_("Odnośnik do ustawienia hasła"))
    def give_password_links(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            if manages(_administrator(request), user):
                self._say_link(request, user)
            else:
                refusal = _("%s: konto ma role także w innych urzędach, hasło ustawi operator systemu.")
                messages.error(request, refusal % user)

    def _say_link(self, request: HttpRequest, user: User) -> None:
        link = request.build_absolute_uri(password_link(actor=_administrator(request), user=user))
        messages.warning(request, _("Jednorazowy odnośnik dla: %(user)s – %(link)s") % {"user": user, "link": link})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Names of people stay out of the admin's own log; the log of events has it."""

    log_change = log_deletion = log_addition
