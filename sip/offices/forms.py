"""allauth's forms with labels instead of placeholders, and the one that adds addresses shut."""

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sip.offices.models import User

PASSWORDS_HELD = ("password", "oldpassword")


class Labelled:
    """Drops placeholders (the label says it, and stays when people type) and the links under passwords."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in PASSWORDS_HELD:
                field.help_text = ""
            # The one label that allauth leaves untranslated.
            if name == "name":
                field.label = _("Nazwa")


class LoginForm(Labelled, forms.LoginForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Labelled, forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Labelled, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Labelled, forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Labelled, forms.ResetPasswordForm):  # type: ignore[misc]
    users: list[User]

    def clean_email(self) -> str:
        """A mail gives nobody a first password: beside a provider's it would be a weaker second door. That of new staff
        is an administrator's to give."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class ResetPasswordKeyForm(Labelled, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class NewPasskeyForm(Labelled, AddWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyNameForm(Labelled, EditWebAuthnForm):  # type: ignore[misc]
    pass


class NoEmailForm(forms.AddEmailForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        """Refuse always: an identity provider's sign-in is matched by the address an administrator set."""
        raise ValidationError(_("Adres e-mail zmienia administrator urzędu."))
