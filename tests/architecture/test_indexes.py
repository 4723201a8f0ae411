"""Indexes are in the database as models declare them."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_indexes_with_a_condition_are_partial() -> None:
    declared = {
        index.name
        for model in apps.get_models()
        for index in model._meta.indexes
        if index.condition and model._meta.app_label in ("parcels", "plans", "cases", "intake")
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indpred IS NOT NULL")
        partial = {name for (name,) in cursor.fetchall()}

    assert "parcel_current_geom" in declared
    assert declared <= partial
