"""Forms of the administration: themes, and where they are known in full."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.actions import may_declare, may_keep
from plans.codes import PlanTheme
from plans.models import Theme, ThemeCoverage
from sip.offices.models import Unit, User
from sip.offices.permissions import Action, offices_of

UNIT = forms.RegexField(
    regex=r"(?a)^\d{2}(?:\d{2}(?:\d{2})?)?$",
    label=_("Kod TERYT"),
    help_text=_("Sześć cyfr gminy, cztery powiatu albo dwie województwa, np. 060902."),
    error_messages={"invalid": _("To nie jest kod TERYT: dwie, cztery albo sześć cyfr.")},
)


class ThemeForm(forms.ModelForm[Theme]):
    """`actor` is set by the page."""

    actor: User
    website = forms.URLField(label=_("adres strony"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Theme
        fields = [
            "code",
            "name",
            "name_en",
            "description",
            "legal_basis",
            "source",
            "responsible",
            "website",
            "threshold_m2",
            "threshold_m",
            "position",
            "office",
        ]
        help_texts = {
            "code": _("Małe litery i myślniki, np. flood. Po nim poznają temat dostawy; potem się nie zmienia."),
            "threshold_m2": _("Mniejszą część działki wypis pokazuje jako styk, a nie jako ograniczenie."),
            "threshold_m": _("To samo dla linii."),
            "office": _("Puste: temat wszystkich urzędów. Inaczej pliki tego tematu przekazuje tylko ten urząd."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "office" in self.fields:
            office = self.fields["office"]
            assert isinstance(office, forms.ModelChoiceField)
            office.queryset = offices_of(self.actor, Action.KEEP_THEMES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") in PlanTheme.values:
            self.add_error("code", _("To kod aktów planowania; wybierz inny."))
        if not self.errors and not may_keep(self.actor, Theme(office=cleaned.get("office", self.instance.office))):
            self.add_error(None, _("Tematy wszystkich urzędów prowadzi starostwo; wskaż swój urząd."))
        return cleaned


class ThemeCoverageForm(forms.ModelForm[ThemeCoverage]):
    """`actor` is set by the page."""

    actor: User
    theme = forms.ChoiceField(label=_("Temat"))
    unit_code = UNIT

    class Meta:
        model = ThemeCoverage
        fields = ["theme", "unit_code", "as_of"]
        help_texts = {
            "as_of": _("Dzień, na który system zna w tej jednostce wszystko, co należy do tematu."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:
            field = self.fields["theme"]
            assert isinstance(field, forms.ChoiceField)
            acts = [(code, label) for code, label in PlanTheme.choices if code != PlanTheme.OTHER]
            themes = list(Theme.objects.values_list("code", "name"))
            field.choices = [(_("akty planowania"), acts), (_("inne ograniczenia"), themes)]

    def clean_unit_code(self) -> str:
        code: str = self.cleaned_data["unit_code"]
        if Unit.objects.exists() and not Unit.objects.filter(code__startswith=code).exists():
            raise forms.ValidationError(_("Nie znamy jednostki o tym kodzie."))
        if not may_declare(self.actor, code):
            raise forms.ValidationError(_("Ta jednostka leży poza obszarem Twojego urzędu."))
        return code
