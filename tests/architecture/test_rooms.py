"""Foreign keys obey the same direction as imports, string ones too; migrations say all that the models do."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

# Of Django and of packages: everyone may point at them, and they know none of ours.
OURS = ("sip.", "parcels", "cases")


def floors() -> dict[str, int]:
    """Each room's floor, the ground being highest, from the import contract itself."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    return {room.strip(): floor for floor, rooms in enumerate(contract["layers"]) for room in rooms.split("|")}


def room_of(model: type[Model]) -> str:
    """Of an app within a room the room."""
    name = apps.get_app_config(model._meta.app_label).name
    around = (room for room in floors() if name == room or name.startswith(f"{room}."))
    return max(around, key=len, default=name) if name.startswith(OURS) else ""


def references() -> Iterator[tuple[type[Model], type[Model]]]:
    """Each model of ours with each model that it points at, hidden ones of many-to-many fields included."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.auto_created and isinstance(target, type) and room_of(model):
                yield model, target


def allowed(source: str, target: str) -> bool:
    """Downwards or within a room; strangers stand on one floor."""
    known = floors()
    return source == target or not target or known[source] < known[target]


def test_every_room_with_models_has_its_floor() -> None:
    rooms = {room_of(model) for model in apps.get_models()} - {""}

    assert rooms - set(floors()) == set()


def test_models_point_down_never_up_nor_at_strangers() -> None:
    wrong = [
        f"{source._meta.label} -> {target._meta.label}"
        for source, target in references()
        if not allowed(room_of(source), room_of(target))
    ]

    assert wrong == []


def test_the_walk_sees_the_keys_there_are() -> None:
    assert {("intake.Delivery", "offices.Office"), ("parcels.Parcel", "intake.Delivery")} <= {
        (source._meta.label, target._meta.label) for source, target in references()
    }


@pytest.mark.parametrize(
    ("source", "target", "right"),
    [
        ("parcels", "sip.intake", True),
        ("sip.intake", "parcels", False),
        ("sip.audit", "sip.offices", False),
        ("sip.offices", "sip.audit", False),
        ("cases", "sip.offices", True),
        ("cases", "sip.portal", False),
        ("parcels", "cases", False),
        ("sip.intake", "", True),
    ],
)
def test_the_direction_is_that_of_the_contract(source: str, target: str, right: bool) -> None:
    assert allowed(source, target) is right


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_do() -> None:
    ours = [app.label for app in apps.get_app_configs() if app.name.startswith(OURS)]

    call_command("makemigrations", *ours, check_changes=True, dry_run=True, verbosity=0)
