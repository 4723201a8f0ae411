"""Personal data are listed field by field: whoever adds a field of words says whether it holds data of people."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, EmailField, Field, JSONField, Model, TextField

from cases.models import (
    ArchiveChange,
    Attempt,
    Case,
    CaseClockEvent,
    CaseEvent,
    CaseGeometry,
    CaseNote,
    CaseParty,
    CaseStatus,
    CaseTask,
    Document,
    Mail,
    Order,
    ParcelSnapshot,
    Receipt,
    Refund,
)
from cases.personal import PERSONAL, personal_fields

WORDS = (CharField, TextField, EmailField, JSONField, ArrayField)
# Words that are of the office, the land or the law, with what they hold.
IMPERSONAL: dict[type[Model], set[str]] = {
    ArchiveChange: {"after", "before"},
    Case: {
        "archive_category",
        "channel",
        "code_hash",
        "draft_hash",
        "exemption",
        "filing_key",
        "jrwa_class",
        "origin",
        "outcome",
        "periods",
        "shape_source",
    }
    | {"sign", "sign_group", "state", "typed_parcels", "unit_symbol"},
    CaseClockEvent: {"basis", "mark"},
    CaseEvent: {"act", "after", "before", "data", "who"},
    CaseGeometry: {"reason", "source"},
    CaseNote: {"audience"},
    CaseParty: {"kind", "role"},
    CaseStatus: {"state"},
    CaseTask: {"data", "kind", "parcel"},
    Document: {"claimed_type", "detected_type", "origin", "scan", "sha256", "wanted"},
    Mail: {"state"},
    Order: {"lines", "why"},
    Attempt: {"account", "number", "provider", "reference", "state"},
    ParcelSnapshot: {"content", "extract_digest", "identifier", "land_use", "sha256", "typed"},
    Receipt: {"content", "sha256"},
    Refund: {"answer", "reference", "state"},
}


@pytest.mark.parametrize("model", IMPERSONAL, ids=lambda model: model.__name__)
def test_each_field_of_words_is_personal_or_said_not_to_be(model: type[Model]) -> None:
    fields: list[Field] = list(model._meta.concrete_fields)  # type: ignore[type-arg]
    words = {field.name for field in fields if isinstance(field, WORDS)}

    assert words <= personal_fields(model) | IMPERSONAL[model]
    assert not personal_fields(model) & IMPERSONAL[model]


def test_what_is_listed_exists() -> None:
    for entry in PERSONAL:
        assert entry.model._meta.get_field(entry.field).name == entry.field


def test_no_append_only_table_holds_personal_data() -> None:
    final = {CaseEvent, CaseStatus, CaseClockEvent, ParcelSnapshot, CaseGeometry, Receipt}

    assert not final & {entry.model for entry in PERSONAL}
