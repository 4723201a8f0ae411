"""Planning in the administration: registers as rows to look up, which change by deliveries alone; themes to edit."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from plans import actions
from plans.forms import ThemeCoverageForm, ThemeForm
from plans.models import (
    Document,
    Drawing,
    DrawingRaster,
    PlanningAct,
    PlanningZone,
    Provision,
    Regulation,
    Restriction,
    Theme,
    ThemeCoverage,
)
from sip.offices.models import User
from sip.offices.permissions import Action, offices_of
from sip.registers.admin import VersionAdmin


@admin.register(PlanningAct, Document, Drawing)
class TitledAdmin(VersionAdmin):
    list_display = ("identifier", "title", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(PlanningZone, Regulation)
class ZoneAdmin(VersionAdmin):
    list_display = ("identifier", "symbol", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(DrawingRaster)
class DrawingRasterAdmin(VersionAdmin):
    list_display = ("identifier", "key", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(Provision)
class ProvisionAdmin(VersionAdmin):
    list_display = ("identifier", "paragraph", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(Restriction)
class RestrictionAdmin(VersionAdmin):
    list_display = ("identifier", "name", "valid_from", "valid_to", "published_by", "retired_by")
    list_filter = ("theme",)


class KeptAdmin(admin.ModelAdmin[Any]):
    """Open to administrators and planners; what each may change of it, `plans.actions` says and does."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return offices_of(request.user, Action.KEEP_THEMES).exists()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": _actor(request)})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One by one: what goes is asked for by name."""
        return {}


@admin.register(Theme)
class ThemeAdmin(KeptAdmin):
    form = ThemeForm
    list_display = ("name", "code", "responsible", "threshold_m2", "threshold_m", "office", "position")
    list_select_related = ("office",)
    search_fields = ("name", "code")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (obj is None or actions.may_keep(_actor(request), obj))

    has_delete_permission = has_change_permission

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Theme, form: ModelForm[Theme], change: bool) -> None:
        actions.theme_save(actor=_actor(request), theme=obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
            return self.response_post_save_change(request, None)

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        actions.theme_remove(actor=_actor(request), theme=obj)


@admin.register(ThemeCoverage)
class ThemeCoverageAdmin(KeptAdmin):
    form = ThemeCoverageForm
    list_display = ("theme", "unit_code", "as_of", "delivery")
    list_filter = ("theme",)
    list_select_related = ("delivery",)
    search_fields = ("unit_code__startswith", "theme")
    fieldsets = [
        (
            None,
            {
                "fields": ["theme", "unit_code", "as_of"],
                "description": _(
                    "Tym wpisem urząd oświadcza, że na podany dzień system zna w tej jednostce wszystko, co należy do"
                    " tematu, na przykład: „rejestr planów miejscowych gminy jest kompletny”. Tylko wtedy wypis może"
                    " powiedzieć „nic tu nie obowiązuje”; bez wpisu mówi „brak danych”. Dla innych ograniczeń wpis"
                    " powstaje sam z dostawą, która podaje swój zakres, i znika, gdy się ją wycofa."
                ),
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThemeCoverage]:
        """Of the units of one's own offices; of wider ones too, as they say something of these."""
        found = super().get_queryset(request)
        if request.user.is_superuser:
            return found
        near = Q(pk=None)
        for area in offices_of(request.user, Action.KEEP_THEMES).values_list("unit_id", flat=True):
            near |= Q(unit_code__startswith=area[:6]) | Q(unit_code__in=[area[:2], area[:4]])
        return found.filter(near)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = obj is None or (obj.delivery_id is None and actions.may_declare(_actor(request), obj.unit_code))
        return self.has_module_permission(request) and own

    has_delete_permission = has_change_permission

    def save_model(
        self, request: HttpRequest, obj: ThemeCoverage, form: ModelForm[ThemeCoverage], change: bool
    ) -> None:
        actions.coverage_save(actor=_actor(request), coverage=obj)

    def delete_model(self, request: HttpRequest, obj: ThemeCoverage) -> None:
        actions.coverage_withdraw(actor=_actor(request), coverage=obj)


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)
