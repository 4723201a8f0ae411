"""Administration of deliveries: the record is read only, the offices' column names are kept here."""

from django.contrib import admin
from django.http import HttpRequest

from sip.intake.models import AttributeMapping, Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    list_display = ("id", "kind", "state", "office", "received_at", "data_date")
    list_filter = ("kind", "state", "office")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False


@admin.register(AttributeMapping)
class AttributeMappingAdmin(admin.ModelAdmin[AttributeMapping]):
    list_display = ("office", "kind", "columns")
