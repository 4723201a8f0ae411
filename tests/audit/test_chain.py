"""The log of events: it grows by `record` only, and whatever else touched it is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sip.audit.actions import record
from sip.audit.chain import digest, first_break
from sip.audit.models import START, Event, Head
from sip.offices.models import User
from sip.request_id import current_request_id
from tests.emptying import unguarded

Tamper = Callable[[str], None]


def write(count: int = 3) -> list[Event]:
    return [
        record(actor=None, action="parcel.view", object_type="parcel", object_id=f"060901_4.0001.{number}")
        for number in range(1, count + 1)
    ]


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Run SQL on the log as someone who may switch its triggers off."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor, unguarded(cursor, "audit_event"):
            cursor.execute(statement)

    return run


@pytest.mark.django_db
def test_events_are_numbered_without_gaps_and_point_to_the_one_before() -> None:
    first, second, third = write()
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == [START, first.hash, second.hash]


@pytest.mark.django_db
def test_event_says_who_did_what_and_why() -> None:
    clerk = User.objects.create_user("anna@urzad.example")
    event = record(
        actor=clerk,
        action="delivery.accept",
        object_type="delivery",
        object_id=12,
        old={"state": "waiting"},
        new={"state": "published", "day": date(2026, 11, 22), "area": Decimal("0.2420")},
        reason="sprawdzone z operatem",
    )
    stored = Event.objects.get(sequence=event.sequence)
    assert (stored.actor, stored.object_id, stored.reason) == (clerk.pk, "12", "sprawdzone z operatem")
    assert stored.new == {"state": "published", "day": "2026-11-22", "area": "0.2420"}


@pytest.mark.django_db
def test_event_carries_the_request_it_came_from() -> None:
    token = current_request_id.set("3f0c9a")
    try:
        assert write(1)[0].request_id == "3f0c9a"
    finally:
        current_request_id.reset(token)


@pytest.mark.django_db
def test_person_is_a_number_only() -> None:
    record(
        actor=User.objects.create_user("jan.kowalski@urzad.example", name="Jan Kowalski"),
        action="parcel.view",
        object_type="parcel",
        object_id="060901_4.0001.1",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_event::text FROM audit_event")
        assert "kowalski" not in str(cursor.fetchall()).lower()


@pytest.mark.django_db
def test_event_of_a_transaction_that_failed_leaves_no_gap() -> None:
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        _ = 1 / 0
    assert write(1)[0].sequence == 2
    assert first_break() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'inny'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "TRUNCATE audit_event CASCADE",
    ],
)
def test_database_refuses_to_change_or_delete_events(statement: str) -> None:
    write(1)
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 5])
def test_untouched_chain_holds(count: int) -> None:
    write(count)
    assert first_break() is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_event SET actor = 7 WHERE sequence = 2", 2),
        ("UPDATE audit_event SET at = at - interval '1 day' WHERE sequence = 2", 2),
        ('UPDATE audit_event SET new = \'{"state": "published"}\' WHERE sequence = 3', 3),
        ("UPDATE audit_event SET request_id = 'x' WHERE sequence = 1", 1),
        ("UPDATE audit_event SET previous = repeat('0', 64) WHERE sequence = 2", 2),
        ("DELETE FROM audit_event WHERE sequence = 2", 2),
        ("DELETE FROM audit_event WHERE sequence = 3", 3),
        ("DELETE FROM audit_event", 1),
        ("UPDATE audit_event SET sequence = sequence + 1 WHERE sequence = 3", 3),
        ("UPDATE audit_head SET sequence = 2", 3),
        ("UPDATE audit_head SET hash = repeat('0', 64)", 4),
        ("DELETE FROM audit_head", 1),
    ],
)
def test_tampering_is_found_at_its_place(tamper: Tamper, statement: str, place: int) -> None:
    write(3)
    tamper(statement)
    broken = first_break()
    assert broken is not None
    assert broken.sequence == place


def test_event_added_around_the_log_is_found(tamper: Tamper) -> None:
    event = write(3)[-1]
    event.sequence, event.previous = 4, event.hash
    event.hash = digest(event)
    event.save(force_insert=True)
    broken = first_break()
    assert broken is not None
    assert (broken.sequence, broken.message) == (4, "Zdarzenie dopisano poza dziennikiem.")


@pytest.mark.django_db
def test_check_audit_says_that_the_chain_is_whole_and_where_it_ends() -> None:
    last = write(3)[-1]
    said = StringIO()
    call_command("check_audit", stdout=said)
    assert "Liczba zdarzeń: 3," in said.getvalue()
    assert last.hash in said.getvalue()


def test_check_audit_fails_with_the_first_broken_place(tamper: Tamper) -> None:
    write(3)
    tamper("UPDATE audit_event SET reason = 'inny' WHERE sequence >= 2")
    with pytest.raises(CommandError, match="zdarzenie 2") as failed:
        call_command("check_audit")
    assert failed.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_make_one_chain() -> None:
    def write_and_leave(_: int) -> None:
        try:
            write(5)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as threads:
        list(threads.map(write_and_leave, range(6)))
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 31))
    assert first_break() is None
    assert Head.objects.get().sequence == 30


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


class TestStoredValues(TestCase):
    """Whatever JSON holds comes back from the database with the same hash."""

    @given(old=values, new=values, reason=texts)
    @settings(max_examples=150, deadline=None)
    def test_hash_of_any_value_can_be_proved_again(self, old: Any, new: Any, reason: str) -> None:
        event = record(actor=None, action="x", object_type="x", object_id="", old=old, new=new, reason=reason)
        assert digest(Event.objects.get(sequence=event.sequence)) == event.hash


@given(at=st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))
def test_hash_does_not_depend_on_the_zone_of_the_clock(at: datetime) -> None:
    there = Event(sequence=1, at=at, action="x", object_type="x", object_id="x")
    here = Event(sequence=1, at=at.astimezone(), action="x", object_type="x", object_id="x")
    assert digest(there) == digest(here)
