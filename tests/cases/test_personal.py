"""Personal data are listed field by field: whoever adds a field of words says whether it holds data of people."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, Field, FileField, JSONField, Model, TextField

from cases.models import (
    ArchiveChange,
    Attempt,
    Case,
    CaseChange,
    CaseClockEvent,
    CaseEvent,
    CaseGeometry,
    CaseNote,
    CaseParty,
    CaseStatus,
    CaseTask,
    CaseView,
    Client,
    ClientFiling,
    Document,
    Hook,
    HookDelivery,
    LegacyCase,
    LegacyRun,
    Mail,
    MapReport,
    MapReportStep,
    Neighbour,
    NeighbourList,
    Order,
    ParcelSnapshot,
    PartyLetter,
    PlanNotice,
    PlanWatch,
    PublicEntry,
    PublicRegister,
    PublicVersion,
    Receipt,
    Refund,
    Service,
    ServiceForm,
    ShapeEditing,
    SignCounter,
    SignPattern,
    Tally,
)
from cases.personal import OF_REPORTS, PERSONAL, personal_fields

WORDS = (CharField, TextField, JSONField, ArrayField, FileField, BinaryField)
# Words that are of the office, the land or the law, with what they hold.
IMPERSONAL: dict[type[Model], set[str]] = {
    ArchiveChange: {"after", "before"},
    Case: {
        "archive_category",
        "channel",
        "exemption",
        "filing_key",
        "jrwa_class",
        "origin",
        "outcome",
        "periods",
        "shape_source",
    }
    | {"sign", "sign_group", "state", "unit_symbol"},
    CaseChange: {"kind", "state"},
    CaseClockEvent: {"mark"},
    CaseEvent: {"act", "after", "before", "who"},
    CaseGeometry: {"source"},
    CaseNote: {"audience"},
    CaseParty: {"kind", "role"},
    CaseStatus: {"state"},
    CaseTask: {"data", "kind", "parcel"},
    # Of the clerk who keeps it, not of a case; goes with the account.
    CaseView: {"name", "query"},
    # Of a system of an office.
    Client: {"beginning", "digest", "identifier", "name", "scopes"},
    ClientFiling: {"key"},
    Hook: {"kinds", "nonce", "url"},
    HookDelivery: {"body", "state"},
    Document: {"detected_type", "origin", "scan", "wanted"},
    LegacyCase: {"key"},
    LegacyRun: {"counts", "error", "mapping", "name", "sha256", "state"},
    Mail: {"state"},
    Neighbour: {"identifier", "land_use", "origin", "reasons", "roads"},
    NeighbourList: {"own", "subject"},
    PartyLetter: set(),
    Order: {"lines", "why"},
    Attempt: {"account", "number", "provider", "reference", "state"},
    ParcelSnapshot: {"extract_digest", "identifier", "land_use", "sha256"},
    Receipt: {"sha256"},
    Refund: {"answer", "reference", "state"},
    PublicRegister: {
        "code",
        "description",
        "entry_name",
        "legal_basis",
        "listed_from",
        "name",
        "outcomes",
        "unverified",
    },
    PublicEntry: {"outcome", "parcels", "precincts", "service", "sign", "stage", "standing"},
    PublicVersion: set(),
    MapReport: {"code_hash", "kind", "parcel", "state", "unit_code"},
    MapReportStep: {"change", "state"},
    PlanNotice: set(),
    PlanWatch: set(),
    ShapeEditing: set(),
    Service: {"archive_category", "askers", "askers_words", "code", "description", "differences", "documents", "fee"}
    | {"jrwa_class", "legal_basis", "name", "next_steps", "periods", "place", "sign_group", "unit_symbol"}
    | {"unverified"},
    ServiceForm: {"schema", "ui"},
    SignCounter: {"jrwa_class", "sign_group", "unit_symbol"},
    SignPattern: {"pattern"},
    # A keyed hash, from which no address returns.
    Tally: {"key"},
}


@pytest.mark.parametrize("model", list(apps.get_app_config("cases").get_models()), ids=lambda model: model.__name__)
def test_each_field_of_words_is_personal_or_said_not_to_be(model: type[Model]) -> None:
    fields: list[Field] = list(model._meta.concrete_fields)  # type: ignore[type-arg]
    words = {field.name for field in fields if isinstance(field, WORDS)}

    assert words <= personal_fields(model) | IMPERSONAL[model], "say in cases/personal.py or here what it holds"
    assert not personal_fields(model) & IMPERSONAL[model]


def test_what_is_listed_exists() -> None:
    for entry in (*PERSONAL, *OF_REPORTS):
        assert entry.model._meta.get_field(entry.field).name == entry.field
