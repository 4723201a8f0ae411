"""Services that an office begins with, from fixtures/services.toml; what an office has already stays as it is."""

import tomllib
from typing import Any

from django.conf import settings
from django.db import transaction

from cases.catalogue.actions import form_publish
from cases.catalogue.models import Service
from cases.publishing.loading import registers_load
from sip.offices.models import Office

BOTH = "both"
FORM = ("schema", "ui")


def delivered() -> list[dict[str, Any]]:
    with (settings.BASE_DIR / "fixtures/services.toml").open("rb") as file:
        services: list[dict[str, Any]] = tomllib.load(file)["service"]
    return services


@transaction.atomic
def load_services(office: Office) -> int:
    """Give OFFICE the delivered services of its kind that it does not have; returns how many are new."""
    registers_load()
    known = set(Service.objects.of_office(office).values_list("code", flat=True))
    wanted = [entry for entry in delivered() if entry["offices"] in (BOTH, office.kind) and entry["code"] not in known]
    for position, entry in enumerate(wanted, start=len(known) + 1):
        _add(office, position, entry)
    return len(wanted)


def _add(office: Office, position: int, entry: dict[str, Any]) -> None:
    values = {name: value for name, value in entry.items() if name not in ("offices", "register", *FORM)}
    service = Service(office=office, position=position, register_id=entry.get("register"), **values)
    service.full_clean()
    service.save()
    form_publish(actor=None, service=service, schema=entry["schema"], ui=entry.get("ui", {}))
