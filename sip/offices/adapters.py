"""How allauth works here: no registration, one fixed address a person, passwords guessed are axes' matter."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from sip.offices.lockout import computer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, by password or by an identity provider: accounts are made by administrators."""
        return False

    def can_delete_email(self, email_address: Any) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave counting to axes: allauth's own limit would answer first and without the page that explains."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return computer(request)
