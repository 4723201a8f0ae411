"""Keys asked for, issued, renewed, revoked, forgotten. Events hold numbers, never an address or a key."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sip.audit.actions import Row, record
from sip.keys.models import ApiKey

PREFIX: Final = "sip_"
_RANDOM_BYTES: Final = 24
# As many characters of a key as tell its holder which one it is.
_SHOWN: Final = 8
CONFIRMING: Final = "sip.keys.confirm"
MANAGING: Final = "sip.keys.manage"
OBJECT: Final = "api-key"
# Of one person; more would be a program.
# Of the advisory lock under which wishes are counted; no other part of the system takes this number.
ASKING: Final = 7_140_013
MOST_OF_PERSON: Final = 10
MOST_OF_NETWORK: Final = 20
# Lost keys of one person are written about once in this time.
REMINDING: Final = timedelta(hours=1)
# How long a key that is over still says whose it was.
FORGETTING: Final = timedelta(days=30)


class TooManyKeys(Exception):
    """The person, or the network, has asked for as many as anyone needs."""


def digest_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def key_ask(*, email: str, purpose: str, network: str, language: str, origin: str) -> ApiKey:
    """Note the wish; there is no key before it is confirmed. Raises TooManyKeys."""
    whence = _of_today(network)
    # One at a time, so that the limits hold; the first wish of a person has no row to lock.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASKING])
    if ApiKey.objects.filter(email__iexact=email, revoked_at__isnull=True).count() >= MOST_OF_PERSON:
        raise TooManyKeys
    if ApiKey.objects.filter(asked_from=whence).count() >= MOST_OF_NETWORK:
        raise TooManyKeys
    wish = ApiKey.objects.create(email=email, purpose=purpose, asked_from=whence, language=language, origin=origin)
    record(actor=None, action="api-key.ask", object_type=OBJECT, object_id=wish.pk)
    return wish


@transaction.atomic
def key_issue(number: int, *, actor: Row | None = None) -> str | None:
    """A key for a wish that has none yet: told here and never again. None where it was told before."""
    wish = ApiKey.objects.select_for_update().filter(pk=number, digest__isnull=True, revoked_at__isnull=True).first()
    return None if wish is None else _give(wish, "api-key.issue", actor)


@transaction.atomic
def key_renew(number: int) -> str | None:
    """Another key in place of the one that was lost or ends; the old one is worth nothing any more."""
    held = ApiKey.objects.select_for_update().filter(pk=number, digest__isnull=False, revoked_at__isnull=True).first()
    return None if held is None else _give(held, "api-key.renew", None)


@transaction.atomic
def keys_revoke(numbers: Iterable[int], *, actor: Row | None = None) -> int:
    """Returns how many of them were in use until now."""
    held = ApiKey.objects.select_for_update().filter(pk__in=list(numbers), revoked_at__isnull=True)
    found = list(held.values_list("pk", flat=True))
    ApiKey.objects.filter(pk__in=found).update(revoked_at=timezone.now())
    for number in found:
        record(actor=actor, action="api-key.revoke", object_type=OBJECT, object_id=number)
    return len(found)


def keys_wipe_due() -> int:
    """Forget wishes not confirmed in time, and keys that are over since a month; returns how many."""
    now = timezone.now()
    unconfirmed = Q(digest__isnull=True, asked_at__lte=now - timedelta(hours=settings.KEY_CONFIRM_HOURS))
    over = Q(revoked_at__lte=now - FORGETTING) | Q(expires_at__lte=now - FORGETTING)
    with transaction.atomic():
        found = list(ApiKey.objects.select_for_update().filter(unconfirmed | over).values_list("pk", flat=True))
        ApiKey.objects.filter(pk__in=found).delete()
        for number in found:
            record(actor=None, action="api-key.wipe", object_type=OBJECT, object_id=number)
    return len(found)


@transaction.atomic
def keys_to_remind(email: str) -> list[ApiKey]:
    """The person's keys, for a letter about them; empty where one was written a moment ago."""
    held = list(
        ApiKey.objects.select_for_update()
        .filter(email__iexact=email, digest__isnull=False, revoked_at__isnull=True)
        .order_by("pk")
    )
    now = timezone.now()
    if any(key.reminded_at and key.reminded_at > now - REMINDING for key in held):
        return []
    ApiKey.objects.filter(pk__in=[key.pk for key in held]).update(reminded_at=now)
    return held


def confirming_token(wish: ApiKey) -> str:
    """For the address in the letter: a signed number, which tells nothing of the person."""
    return signing.dumps(wish.pk, salt=CONFIRMING)


def managing_token(numbers: Sequence[int]) -> str:
    return signing.dumps(sorted(numbers), salt=MANAGING)


def to_confirm(token: str) -> ApiKey | None:
    number = _read(token, CONFIRMING)
    return None if number is None else ApiKey.objects.filter(pk=number, revoked_at__isnull=True).first()


def to_manage(token: str) -> list[ApiKey] | None:
    """None for a token that is none of ours, or whose time is over."""
    numbers = _read(token, MANAGING)
    return None if numbers is None else list(ApiKey.objects.filter(pk__in=numbers).order_by("pk"))


def _read(token: str, salt: str) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=timedelta(hours=settings.KEY_CONFIRM_HOURS))
    except signing.BadSignature:
        return None


def _give(held: ApiKey, action: str, actor: Row | None) -> str:
    key = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    held.digest, held.beginning, held.asked_from = digest_of(key), key[:_SHOWN], ""
    held.issued_at = timezone.now()
    held.expires_at = held.issued_at + timedelta(days=settings.KEY_DAYS)
    held.save(update_fields=["digest", "beginning", "asked_from", "issued_at", "expires_at"])
    record(actor=actor, action=action, object_type=OBJECT, object_id=held.pk)
    return key


def _of_today(network: str) -> str:
    return salted_hmac("sip.keys", f"{network} {timezone.localdate()}", algorithm="sha256").hexdigest()
