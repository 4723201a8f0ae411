"""Filing by many at once, and by processes that die in the middle: no gap, no double, nothing half there."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from cases import filing, writing
from cases.actors import Actor
from cases.catalogue.models import Service
from cases.errors import NotNow
from cases.land.models import CaseGeometry, ParcelSnapshot
from cases.models import Case, CaseEvent, CaseStatus, Mail, Receipt, SignCounter
from cases.payments.models import Order
from sip.audit.chain import first_break
from sip.offices.models import Office
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import draft, service_of
from tests.locking import database_url, locked, waits_for_lock

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village", "services"),
]
THREADS, EACH = 20, 10
CHILD = """
import django
django.setup()
from cases import filing
from cases.actors import Actor
from cases.models import Case
case = Case.objects.get(pk={number})
filing.case_file(actor=Actor(case=case.pk), case=case, version=case.version, key="klik")
"""
# Tables in the order in which filing needs them: at its beginning, for the number, and at its very end.
STOPS = ("cases_parcelsnapshot", "cases_signcounter", "audit_head", "cases_receipt")
WRITTEN = (CaseEvent, CaseStatus, Receipt, ParcelSnapshot, CaseGeometry, Order, SignCounter, Mail)


@pytest.fixture
def service(belzyce: Office) -> Service:
    return service_of(belzyce, "wypis-wyrys")


def test_cases_filed_together_have_numbers_without_gap_though_a_fifth_fails(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    Service.objects.update(place="none")
    service.refresh_from_db()
    made = [draft(service) for _draft in range(THREADS * EACH)]
    failing = {case.pk for case, _holder, _link in made[::5]}
    move = writing.move

    def failing_move(case: Case, *rest: Any) -> CaseEvent:
        if case.pk in failing:
            raise NotNow
        return move(case, *rest)

    monkeypatch.setattr(writing, "move", failing_move)
    together = Barrier(THREADS)

    def many(thread: int) -> None:
        together.wait()
        try:
            for case, holder, _link in made[thread * EACH : (thread + 1) * EACH]:
                _try(case, holder)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(many, range(THREADS)))

    filed = Case.objects.filed()
    assert list(filed.order_by("number").values_list("number", flat=True)) == list(range(1, len(made) * 4 // 5 + 1))
    assert Receipt.objects.count() == filed.count() == CaseStatus.objects.count()
    assert first_break() is None


def _try(case: Case, holder: Actor) -> None:
    try:
        filing.case_file(actor=holder, case=case, version=case.version, key="klik")
    except NotNow:
        return


def test_two_clicks_at_once_file_one_case_and_are_answered_alike(service: Service) -> None:
    case, holder, _link = draft(service, parcels=(f"{IN_BELZYCE}.1",))
    together = Barrier(2)

    def click(_time: int) -> tuple[str, str | None]:
        together.wait()
        try:
            filed = filing.case_file(actor=holder, case=case, version=case.version, key="klik")
            return filed.code, filed.case.sign
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(click, range(2))

    assert one == other
    assert Case.objects.filed().count() == Receipt.objects.count() == CaseEvent.objects.count() == 1


@pytest.mark.parametrize("table", STOPS)
def test_a_process_killed_while_it_files_leaves_nothing_half(service: Service, table: str) -> None:
    case, holder, _link = draft(service, parcels=(f"{IN_BELZYCE}.1",))

    with locked(table):
        child = start_filing(case)
        while child.poll() is None and not waits_for_lock("sip"):
            pass
        assert child.poll() is None, "the child never came to the locked table"
        child.send_signal(signal.SIGKILL)
        child.wait()

    assert Case.objects.get().is_draft
    assert [model for model in WRITTEN if model._default_manager.exists()] == []
    again = filing.case_file(actor=holder, case=case, version=case.version, key="klik")
    assert (again.is_new, again.case.number) == (True, 1)
    assert first_break() is None


def start_filing(case: Case) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD.format(number=case.pk)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "sip.settings"},
    )
