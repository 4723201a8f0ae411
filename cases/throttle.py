"""Counts what comes from one address in a span of time, the same for all web processes; keeps no address."""

from datetime import UTC, datetime

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import Tally
from sip.clients import client_address, network


class Limit:
    """At most MOST of the deeds NAME from one network in each span of SECONDS."""

    def __init__(self, name: str, *, most: int, seconds: int) -> None:
        self.name, self.most, self.seconds = name, most, seconds

    def is_reached(self, request: HttpRequest) -> bool:
        key, now = self._key(network(client_address(request))), timezone.now()
        return Tally.objects.filter(key=key, ends_at__gt=now, count__gte=self.most).exists()

    def count(self, request: HttpRequest) -> bool:
        """Note one more; False where the limit was reached already."""
        return self._count(network(client_address(request)))

    def _count(self, who: str) -> bool:
        """In one statement, so that none slips past."""
        Tally.objects.filter(ends_at__lt=timezone.now()).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Tally._meta.db_table} AS t (key, count, ends_at) VALUES (%s, 1, %s)"  # noqa: S608
                " ON CONFLICT (key) DO UPDATE SET count = t.count + 1 RETURNING count",
                [self._key(who), self._span_end()],
            )
            return bool(cursor.fetchone()[0] <= self.most)

    def count_for(self, who: str) -> bool:
        """The same of someone who is known otherwise than by a network: an address of a mail."""
        return self._count(who)

    def _span_end(self) -> datetime:
        spans = int(timezone.now().timestamp()) // self.seconds + 1
        return datetime.fromtimestamp(spans * self.seconds, UTC)

    def _key(self, who: str) -> str:
        words = f"{self.name} {who} {self._span_end().isoformat()}"
        return salted_hmac("cases.throttle", words, algorithm="sha256").hexdigest()
