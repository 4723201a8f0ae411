"""How allauth works here: no registration by password, two kinds of providers that never meet, guesses are axes'."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render

from sip.offices.lockout import computer
from sip.offices.models import User

# Identifiers of the providers in settings.SOCIALACCOUNT_PROVIDERS.
OF_STAFF: Final = "urzad"
OF_RESIDENTS: Final = "mieszkaniec"
MOST_NAME: Final = 120


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by password: accounts of staff are made by administrators, of residents by their provider."""
        return False

    def can_delete_email(self, email_address: Any) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave counting to axes: allauth's own limit would answer first and without the page that explains."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return computer(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        is_resident = getattr(request.user, "is_resident", False)
        return settings.RESIDENT_REDIRECT_URL if is_resident else settings.LOGIN_REDIRECT_URL

    get_signup_redirect_url = get_login_redirect_url


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An office's provider opens accounts of its staff, found by e-mail; that of residents opens theirs, found by its
    own number of the person and by nothing else. A resident's provider may say any e-mail: it opens nobody's account.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(sociallogin.account.provider == OF_RESIDENTS)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return bool(login.account.provider == OF_STAFF)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        return None if found is None or found[0].is_resident else found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """No account gets a second way in, and each kind of account opens by its own provider only."""
        is_of_residents = sociallogin.account.provider == OF_RESIDENTS
        is_foreign = sociallogin.is_existing and sociallogin.user.is_resident != is_of_residents
        if is_foreign or sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(render(request, "403.html", status=403))
        if is_of_residents:
            _believe_what_is_verified(sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        # Providers tell birthdays and PESEL numbers; none of it is kept.
        sociallogin.account.extra_data = {}
        names = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in names if part)
        user.name = "".join(sign for sign in str(name or "") if sign.isprintable()).strip()[:MOST_NAME]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> User:
        """A new resident. No row of an address is made beside the account: by that others could be found."""
        with transaction.atomic():
            sociallogin.user = _resident(sociallogin)
            sociallogin.account.user = sociallogin.user
            sociallogin.account.save()
        user: User = sociallogin.user
        return user


def _believe_what_is_verified(sociallogin: SocialLogin) -> None:
    """An address that the provider did not verify may be somebody else's."""
    verified = [address.email for address in sociallogin.email_addresses if address.verified]
    if not sociallogin.is_existing:
        sociallogin.user.email = verified[0] if verified else ""
    sociallogin.email_addresses = []


def _resident(sociallogin: SocialLogin) -> User:
    """Two sign-ins at once may both find the address free: then the second one gets an account without it."""
    said = sociallogin.user
    try:
        with transaction.atomic():
            return User.objects.create_resident(said.email, name=said.name)
    except IntegrityError:
        return User.objects.create_resident("", name=said.name)
