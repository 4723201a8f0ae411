"""Where Django finds the models of this room's packages; counters against floods."""

from django.db import models

from cases.reports.models import MapReport, MapReportStep
from cases.watches.models import PlanNotice, PlanWatch

__all__ = ["MapReport", "MapReportStep", "PlanNotice", "PlanWatch", "Tally"]


class Tally(models.Model):
    """How often someone did something in a span of time; the key is a keyed hash, from which no address returns."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
