"""The demo powiat's units, offices and log-ins, from fixtures/offices.toml; never part of a real installation."""

import tomllib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sip.offices.actions import staff_create
from sip.offices.models import Office, Role, Unit, User
from sip.offices.teryt import kind_of, level_of, parent_of

# Known to everyone on purpose; nothing but `load_demo_offices` ever sets it.
DEMO_PASSWORD = "demo-lubelski-2026"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account, for printing; a resident's has no office."""

    email: str
    password: str
    office: str
    role: str


@transaction.atomic
def load_demo_offices() -> list[Login]:
    """Make what is missing of the demo and return its log-ins; units and offices that exist stay as they are."""
    with (settings.BASE_DIR / "fixtures/offices.toml").open("rb") as file:
        demo = tomllib.load(file)
    Unit.objects.bulk_create([_unit(**unit) for unit in demo["units"]], ignore_conflicts=True)
    for office in demo["offices"]:
        values = {key: value for key, value in office.items() if key not in ("slug", "unit")}
        Office.objects.get_or_create(slug=office["slug"], defaults=values | {"unit_id": office["unit"]})
    return [*(_login(**person) for person in demo["staff"]), *(_resident(**person) for person in demo["residents"])]


def _unit(*, code: str, name: str) -> Unit:
    return Unit(code=code, name=name, level=level_of(code), kind=kind_of(code), parent_id=parent_of(code))


def _login(*, email: str, name: str, office: str, role: str) -> Login:
    place = Office.objects.get(slug=office)
    if not User.objects.filter(email=email, memberships__office=place, memberships__role=role).exists():
        user = staff_create(actor=None, email=email, name=name, office=place, role=Role(role))
        user.set_password(DEMO_PASSWORD)
        user.save(update_fields=["password"])
    return Login(email, DEMO_PASSWORD, place.short_name, Role(role))


def _resident(*, email: str, name: str) -> Login:
    if not User.objects.filter(email=email).exists():
        user = User.objects.create_resident(email, name=name)
        user.set_password(DEMO_PASSWORD)
        user.save(update_fields=["password"])
    return Login(email, DEMO_PASSWORD, "", _("mieszkaniec"))
