"""Fixtures of all tests: the country's units, two offices, and people who each stand for one level of permission."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sip.intake import units
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery, Kind
from sip.offices.models import Membership, Office, OfficeKind, Role, Unit, User
from tests.offices.terc import terc
from tests.standing import makers, standing

DeliverUnits = Callable[..., Result]
PASSWORD = "zielony traktor 17"
GiveRole = Callable[[Office, Role], User]


def say_nothing(label: str, done: int, total: int) -> None:
    """The progress of a test is nobody's business."""


@pytest.fixture
def deliver_units(db: None, tmp_path: Path) -> DeliverUnits:
    return units_deliverer(tmp_path)


def units_deliverer(folder: Path) -> DeliverUnits:
    """Deliver units' content (text, bytes or a path) as one file."""

    def run(
        content: str | bytes | Path, *, dry_run: bool = False, accept: bool = False, partial: bool = False
    ) -> Result:
        file = content if isinstance(content, Path) else folder / "units"
        if not isinstance(content, Path):
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        delivery = Delivery.objects.create(kind=Kind.UNITS)
        return units.run(Job(delivery, (file,), say_nothing, dry_run=dry_run, accept=accept, partial=partial))

    return run


makers["deliver_units"] = units_deliverer


@pytest.fixture
@standing()
def country(deliver_units: DeliverUnits) -> None:
    deliver_units(terc())


@pytest.fixture
@standing(lambda: Office.objects.get(slug="starostwo"))
def starostwo(country: None) -> None:
    Office.objects.create(
        kind=OfficeKind.STAROSTWO,
        name="Starostwo Powiatowe w Lublinie",
        short_name="Starostwo",
        symbol="GKN",
        slug="starostwo",
        unit=Unit.objects.get(code="0609"),
    )


@pytest.fixture
@standing(lambda: Office.objects.get(slug="belzyce"))
def belzyce(country: None) -> None:
    Office.objects.create(
        kind=OfficeKind.GMINA,
        name="Urząd Miejski w Bełżycach",
        short_name="Bełżyce",
        symbol="BEL",
        slug="belzyce",
        unit=Unit.objects.get(code="060901_3"),
    )


@pytest.fixture
def give_role(db: None) -> GiveRole:
    """A new person with one role in one office."""

    def give(office: Office, role: Role) -> User:
        user = User.objects.create_user(f"{role}@{office.slug}.example", PASSWORD)
        Membership.objects.create(user=user, office=office, role=role)
        return user

    return give


@pytest.fixture
def stranger(db: None) -> User:
    """Someone with an account and no role anywhere."""
    return User.objects.create_user("obcy@example.org", PASSWORD)
