"""Changes of accounts and roles: permission, change and event in one transaction."""

from typing import Any, Protocol

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from sip.offices.models import Membership, Office, Role, User, no_address
from sip.offices.permissions import Action, manages, may


class Recorder(Protocol):
    """What STAFF_CHANGES_RECORDER names: appends an event to the log, in the caller's transaction."""

    def __call__(
        self,
        *,
        actor: User | None,
        action: str,
        object_type: str,
        object_id: object,
        office: Office | None = None,
        old: object = None,
        new: object = None,
    ) -> object: ...


def _record(**event: Any) -> None:
    recorder: Recorder = import_string(settings.STAFF_CHANGES_RECORDER)
    recorder(**event)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


@transaction.atomic
def staff_create(*, actor: User | None, email: str, name: str, office: Office, role: Role) -> User:
    """A person with a role in OFFICE; who has an account already is given the role only.

    A new account has no password until its owner sets one (`password_link`). Without an actor the
    operator acts on the command line. Raises PermissionDenied.
    """
    _require(actor is None or may(actor, Action.MANAGE_STAFF, office))
    user = _of_staff(email)
    if user is None:
        user = User.objects.create_user(email, name=name)
        _vouch(user)
        _record(actor=actor, action="staff.create", object_type="user", object_id=user.pk, office=office)
    membership_grant(actor=actor, user=user, office=office, role=role)
    return user


def _of_staff(email: str) -> User | None:
    """Who has this address. A resident loses it: their provider vouched for it, which opens no account of an office."""
    user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if user is None or not user.is_resident:
        return user
    user.email = no_address()
    user.save(update_fields=["email"])
    return None


def _vouch(user: User) -> None:
    """Note the address as verified: the administrator who entered it answers for it."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def staff_change(*, actor: User, user: User, email: str, name: str, is_active: bool) -> None:
    """Change an account of the actor's own staff; events hold which fields changed, never their content."""
    _require(manages(actor, user))
    stored = User.objects.select_for_update().get(pk=user.pk)
    wanted = {"email": email.strip().lower(), "name": name, "is_active": is_active}
    changed = [field for field, value in wanted.items() if getattr(stored, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(stored, field, wanted[field])
    stored.save(update_fields=changed)
    _vouch(stored)
    _record(
        actor=actor,
        action="staff.change",
        object_type="user",
        object_id=user.pk,
        new={"fields": changed, "is_active": is_active},
    )


@transaction.atomic
def office_save(*, actor: User, office: Office) -> None:
    """Keep an office as it was edited; a new one is the operator's to make. Raises PermissionDenied."""
    before = Office.objects.select_for_update(no_key=True).filter(pk=office.pk).first()
    _require(actor.is_superuser if before is None else may(actor, Action.MANAGE_STAFF, before))
    office.save()
    names = [field.attname for field in Office._meta.concrete_fields if not field.primary_key]
    changed = [name for name in names if before is None or getattr(before, name) != getattr(office, name)]
    _record(
        actor=actor,
        action="office.save",
        object_type="office",
        object_id=office.pk,
        office=office,
        new={"fields": changed},
    )


@transaction.atomic
def membership_grant(*, actor: User | None, user: User, office: Office, role: Role) -> None:
    """Give USER the role; nothing happens where they have it. Raises PermissionDenied, of residents always."""
    _require(not user.is_resident and (actor is None or may(actor, Action.MANAGE_STAFF, office)))
    _membership, granted = Membership.objects.get_or_create(user=user, office=office, role=role)
    if granted:
        _record(
            actor=actor,
            action="staff.grant",
            object_type="user",
            object_id=user.pk,
            office=office,
            new={"role": role},
        )


@transaction.atomic
def membership_end(*, actor: User, membership: Membership) -> None:
    """Take a role away; the account stays. Raises PermissionDenied."""
    _require(may(actor, Action.MANAGE_STAFF, membership.office))
    membership.delete()
    _record(
        actor=actor,
        action="staff.revoke",
        object_type="user",
        object_id=membership.user_id,
        office=membership.office,
        old={"role": membership.role},
    )


@transaction.atomic
def resident_erase(*, user: User) -> None:
    """Forget a resident who asks for it: name, address, ways to sign in, sessions. The row stays without anyone in it,
    as events speak of its number. Raises PermissionDenied for staff, whose accounts the office answers for.
    """
    _require(user.is_resident)
    for ways in (SocialAccount, EmailAddress, Authenticator):
        ways.objects.filter(user=user).delete()
    user.name, user.email, user.is_active = "", no_address(), False
    # Sessions end with it, as they are bound to the password.
    user.set_unusable_password()
    user.save()
    _record(actor=user, action="person.erase", object_type="user", object_id=user.pk)


@transaction.atomic
def password_link(*, actor: User | None, user: User) -> str:
    """Path of the page where USER sets a password; works once and for PASSWORD_RESET_TIMEOUT seconds.

    Whoever has it can sign in as USER. Raises PermissionDenied.
    """
    _require(actor is None or manages(actor, user))
    _record(actor=actor, action="staff.password-link", object_type="user", object_id=user.pk)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
