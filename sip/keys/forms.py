"""Forms: a wish for a key, a lost key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sip.keys.models import MOST_PURPOSE
from sip.traps import TrapField

LEAST_PURPOSE = 5


class EmailForm(forms.Form):
    """Whoever holds keys and has lost one."""

    email = forms.EmailField(
        label=_("Adres e-mail"),
        max_length=254,
        error_messages={"required": _("Podaj adres e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = TrapField()


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
