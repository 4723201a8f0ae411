"""The registers of planning as rows, for looking things up with all their versions; they change by deliveries alone."""

from django.contrib import admin

from plans.models import Document, Drawing, DrawingRaster, PlanningAct, PlanningZone, Regulation
from sip.registers.admin import VersionAdmin


@admin.register(PlanningAct, Document, Drawing)
class TitledAdmin(VersionAdmin):
    list_display = ("identifier", "title", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(PlanningZone, Regulation)
class ZoneAdmin(VersionAdmin):
    list_display = ("identifier", "symbol", "valid_from", "valid_to", "published_by", "retired_by")


@admin.register(DrawingRaster)
class DrawingRasterAdmin(VersionAdmin):
    list_display = ("identifier", "key", "valid_from", "valid_to", "published_by", "retired_by")
