"""The registers as rows, for looking things up with all their versions; they change by deliveries alone."""

from django.contrib import admin

from parcels.models import Building, Lineage, Parcel, Precinct
from sip.registers.admin import ReadOnlyAdmin, VersionAdmin

admin.site.register((Precinct, Parcel, Building), VersionAdmin)


@admin.register(Lineage)
class LineageAdmin(ReadOnlyAdmin):
    list_display = ("predecessor", "successor", "kind", "source", "share", "happened_at")
    search_fields = ("predecessor__startswith", "successor__startswith")
