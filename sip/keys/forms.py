"""Forms: a wish for a key, a lost key."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sip.keys.models import MOST_PURPOSE

LEAST_PURPOSE = 5


class EmailForm(forms.Form):
    """Whoever holds keys and has lost one."""

    email = forms.EmailField(
        label=_("Adres e-mail"),
        max_length=254,
        error_messages={"required": _("Podaj adres e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Nobody sees it; programs that fill every field do.
    website = forms.CharField(
        label=_("Zostaw to pole puste"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("To pole wypełniają tylko programy. Usuń jego treść i wyślij jeszcze raz."))
        return ""


class WishForm(EmailForm):
    purpose = forms.CharField(
        label=_("Do czego potrzebny jest klucz"),
        min_length=LEAST_PURPOSE,
        max_length=MOST_PURPOSE,
        help_text=_("Jednym zdaniem, na przykład „mapa na stronie gminy” albo „nocna kopia działek do systemu firmy”."),
        error_messages={"required": _("Napisz, do czego potrzebny jest klucz.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "purpose", "website"]
