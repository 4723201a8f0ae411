"""Administrators without a second factor are led to setting one up; on where SIP_REQUIRE_MFA is set."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponseBase]


def second_factor_of_administrators(get_response: Handler) -> Handler:
    """Middleware: of all pages only those of the account open to an administrator without a second factor."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if (
            user.is_authenticated
            and not request.path.startswith(_account_pages())
            and user.is_staff
            and not is_mfa_enabled(user)
        ):
            messages.warning(request, _("Administrator musi włączyć drugi składnik logowania."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _account_pages() -> str:
    return reverse("account_login").removesuffix("login/")
