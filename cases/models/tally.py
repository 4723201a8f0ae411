"""How often someone did what may be done only so often (cases/throttle.py)."""

from django.db import models


class Tally(models.Model):
    """How often someone did something in a span of time; the key is a keyed hash, from which no address returns."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
