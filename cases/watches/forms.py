"""The form of who wants to be told of changes in plans."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parcels.identifiers import ParcelId
from sip.extracts import history
from sip.registers.versions import MOST_IDENTIFIER
from sip.traps import TrapField


class WatchForm(forms.Form):
    """Who wants to be told, and of which parcel; former parcels too, whose ground is still there."""

    parcel = forms.CharField(
        label=_("Działka"),
        max_length=MOST_IDENTIFIER,
        help_text=_("Pełny identyfikator, na przykład 060902_2.0001.25/3."),
        error_messages={"required": _("Podaj identyfikator działki.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("Adres e-mail"),
        max_length=254,
        error_messages={"required": _("Podaj adres e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = TrapField()

    def clean_parcel(self) -> str:
        identifier = "".join(self.cleaned_data["parcel"].split())
        if ParcelId.parse(identifier) is None or not (history.versions(identifier)):
            raise ValidationError(_("W rejestrze nie ma takiej działki. Sprawdź identyfikator."))
        return identifier

    def known_parcel(self) -> str:
        """The identifier in the form where it names a parcel that has pages, so that they can be led to."""
        given = "".join(str(self["parcel"].value() or "").split())
        return given if ParcelId.parse(given) else ""
