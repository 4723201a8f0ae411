"""A field that nobody sees: programs that fill in every form on the net fill it too, and betray themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class TrapField(forms.CharField):
    """The page hides it until it has an error, for someone whose browser filled it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Zostaw to pole puste"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def validate(self, value: str) -> None:
        if value:
            raise ValidationError(_("To pole wypełniają tylko programy. Usuń jego treść i wyślij jeszcze raz."))
