"""Clients made, given another secret, revoked, and known again by their secret. Events hold numbers, never a secret."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from cases.clients.models import Client, Scope
from sip.audit.actions import record
from sip.offices.models import Office, User
from sip.offices.permissions import Action, may

OBJECT: Final = "case-client"
# Tells a secret from keys of public services ("sip_") and from access tokens.
PREFIX: Final = "sipc_"
RANDOM_BYTES: Final = 24
SHOWN: Final = 10
USUAL_DAYS: Final = 365
MOST_DAYS: Final = 1096
# When a client was used is noted no oftener.
NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A client and its secret, which is told here and never again."""

    client: Client
    secret: str


@transaction.atomic
def client_make(
    *, actor: User | None, office: Office, name: str, scopes: Sequence[Scope], expires_at: datetime | None = None
) -> Issued:
    """ACTOR None: from the command line. Raises PermissionDenied for who does not administrate OFFICE."""
    _administers(actor, office)
    secret = _new_secret()
    client = Client.objects.create(
        office=office,
        name=name,
        identifier=secrets.token_hex(10),
        scopes=sorted(set(scopes)),
        beginning=secret[:SHOWN],
        digest=digest_of(secret),
        made_by=actor,
        expires_at=expires_at or timezone.now() + timedelta(days=USUAL_DAYS),
    )
    _record(actor, client, "make", {"scopes": client.scopes, "expires_at": client.expires_at})
    return Issued(client, secret)


@transaction.atomic
def client_renew(*, actor: User | None, client: Client) -> Issued:
    """Another secret instead of the one it has, which opens nothing from now on. Raises PermissionDenied."""
    found = _locked(actor, client)
    secret = _new_secret()
    found.beginning, found.digest = secret[:SHOWN], digest_of(secret)
    found.save(update_fields=["beginning", "digest"])
    _record(actor, found, "renew", {})
    return Issued(found, secret)


@transaction.atomic
def client_change(*, actor: User | None, client: Client, scopes: Sequence[Scope], expires_at: datetime) -> Client:
    """What it may do and until when. Raises PermissionDenied."""
    found = _locked(actor, client)
    old = {"scopes": found.scopes, "expires_at": found.expires_at}
    found.name, found.scopes, found.expires_at = client.name, sorted(set(scopes)), expires_at
    found.save(update_fields=["name", "scopes", "expires_at"])
    _record(actor, found, "change", {"old": old, "scopes": found.scopes, "expires_at": found.expires_at})
    return found


@transaction.atomic
def client_revoke(*, actor: User | None, client: Client) -> Client:
    """For good; a second time changes nothing. Raises PermissionDenied."""
    found = _locked(actor, client)
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        _record(actor, found, "revoke", {})
    return found


def by_secret(secret: str) -> Client | None:
    """The live client of this secret."""
    return _live(Client.objects.filter(digest=digest_of(secret)))


def by_number(number: int, beginning_of_digest: str) -> Client | None:
    """The live client that a token was given to, unless its secret was changed since."""
    return _live(Client.objects.filter(pk=number, digest__startswith=beginning_of_digest))


def note_use(client: Client) -> None:
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
    if client.last_used_at is None or client.last_used_at < now - NOTED_EVERY:
        Client.objects.filter(stale, pk=client.pk).update(last_used_at=now)


def digest_of(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()


def _live(found: "models.QuerySet[Client]") -> Client | None:
    client = found.select_related("office").first()
    return client if client is not None and client.is_live else None


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def _locked(actor: User | None, client: Client) -> Client:
    found = Client.objects.select_for_update(of=("self",)).select_related("office").get(pk=client.pk)
    _administers(actor, found.office)
    return found


def _administers(actor: User | None, office: Office) -> None:
    if actor is not None and not may(actor, Action.MANAGE_STAFF, office):
        raise PermissionDenied


def _record(actor: User | None, client: Client, action: str, new: dict[str, object]) -> None:
    record(
        actor=actor,
        action=f"case-client.{action}",
        object_type=OBJECT,
        object_id=client.pk,
        office=client.office,
        new=new,
    )
