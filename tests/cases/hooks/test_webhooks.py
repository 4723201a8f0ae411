"""Webhooks: written with the change, signed, sent by the worker, tried again, given up, sent anew."""

import base64
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.clients.actions import client_revoke
from cases.clients.models import Client
from cases.errors import Incomplete, NotNow
from cases.hooks import sending, tasks
from cases.hooks.actions import hook_end, hook_go_on, hook_order, hook_pause, send_again
from cases.hooks.models import Hook, HookDelivery, HookState
from cases.hooks.signing import secret_of, signature
from cases.models import Case
from cases.workflow import Act
from sip.offices.models import Office, User
from tests.cases.hooks.receiving import Receiver, is_genuine
from tests.cases.making import do, file, service_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def case(hook: Hook, belzyce: Office) -> Case:
    """Filed, so that one message waits."""
    return file(service_of(belzyce, "wypis-wyrys"), parcels=("060901_5.0001.1",)).case


def _send() -> list[str]:
    waiting = HookDelivery.objects.filter(state=HookState.WAITING).order_by("pk").values_list("pk", flat=True)
    return [tasks.send_delivery.func(number) for number in waiting]


def _due_now() -> None:
    HookDelivery.objects.update(next_at=timezone.now())


def test_the_signature_is_that_of_the_specification() -> None:
    """The vector that implementations of Standard Webhooks share."""

    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_can_check_what_it_gets(case: Case, hook: Hook, receiver: Receiver) -> None:
    assert _send() == [HookState.SENT]
    [(path, headers, body)] = receiver.came

    assert path == "/odbior?urzad=1"
    assert is_genuine(secret_of(hook), headers, body)
    assert not is_genuine(secret_of(hook), headers, body + b" ")
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60


def test_a_message_says_which_case_and_nothing_of_people(case: Case, receiver: Receiver) -> None:
    _send()
    told = orjson.loads(receiver.came[0][2])

    assert told["type"] == "case.file"
    assert told["data"] == {
        "sequence": case.changes.get().sequence,
        "case": case.pk,
        "sign": case.sign,
        "state": "filed",
        "version": case.version,
        "is_gone": False,
        "path": f"/api/v1/cases/{case.pk}/",
    }


def test_ids_grow_in_the_order_of_changes(case: Case, clerk: User, receiver: Receiver) -> None:
    do(clerk, case, Act.ACCEPT)
    do(clerk, case, Act.MESSAGE, words="dzień dobry")
    _send()
    ids = [headers["webhook-id"] for _, headers, _ in receiver.came]

    assert len(set(ids)) == 3
    assert ids == sorted(ids)


def test_a_change_that_fails_leaves_no_message(case: Case, clerk: User) -> None:
    before = HookDelivery.objects.count(), DBTaskResult.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        do(clerk, case, Act.ACCEPT)
        raise ZeroDivisionError

    assert (HookDelivery.objects.count(), DBTaskResult.objects.count()) == before


def test_only_what_was_ordered_is_told(
    belzyce: Office, client_of_office: Client, receiver: Receiver, clerk: User
) -> None:
    hook_order(office=belzyce, url=receiver.url, kinds=["case.accept"], by=client_of_office)
    case = file(service_of(belzyce, "wypis-wyrys"), parcels=("060901_5.0001.1",)).case
    do(clerk, case, Act.ACCEPT)

    assert [one.change.kind for one in HookDelivery.objects.all()] == ["case.accept"]


def test_another_office_is_told_nothing(starostwo: Office, case: Case, receiver: Receiver, clerk: User) -> None:
    HookDelivery.objects.all().delete()
    Hook.objects.update(office=starostwo)
    do(clerk, case, Act.ACCEPT)

    assert not HookDelivery.objects.exists()


def test_a_revoked_system_is_told_nothing(case: Case, client_of_office: Client, clerk: User) -> None:
    HookDelivery.objects.all().delete()
    client_revoke(actor=None, client=client_of_office)
    do(clerk, case, Act.ACCEPT)

    assert not HookDelivery.objects.exists()


@pytest.mark.parametrize("ending", ["revoked_at", "expires_at"])
def test_what_waits_for_a_system_that_is_over_is_given_up_and_can_be_sent_anew(
    case: Case, hook: Hook, client_of_office: Client, receiver: Receiver, ending: str
) -> None:
    as_it_was = {"revoked_at": None, "expires_at": client_of_office.expires_at}
    Client.objects.update(**{ending: timezone.now() - timedelta(seconds=1)})

    assert _send() == [""]
    assert receiver.came == []
    assert HookDelivery.objects.get().state == HookState.DEAD

    Client.objects.update(**as_it_was)
    client_of_office.refresh_from_db()
    send_again(hook=hook, by=client_of_office)
    assert _send() == [HookState.SENT]


def test_what_was_delivered_is_not_sent_again(case: Case, receiver: Receiver) -> None:
    _send()
    tasks.send_delivery.func(HookDelivery.objects.get().pk)

    assert len(receiver.came) == 1


@pytest.mark.parametrize("status", [500, 404, 302, 199])
def test_a_receiver_that_does_not_take_it_is_asked_again_later(case: Case, receiver: Receiver, status: int) -> None:
    receiver.status, receiver.said = status, "nie   działa\n".encode()
    receiver.headers = {"Location": receiver.url}

    assert _send() == [HookState.WAITING]
    delivery = HookDelivery.objects.get()
    assert (len(receiver.came), delivery.attempts) == (1, 1)
    assert delivery.next_at > timezone.now()
    assert _send() == [""]


def test_waits_grow(case: Case, receiver: Receiver) -> None:
    receiver.status = 500
    waits = []
    for _ in range(tasks.ATTEMPTS - 1):
        _send()
        waits.append(HookDelivery.objects.get().next_at - timezone.now())
        _due_now()

    assert waits == sorted(waits)
    assert waits[-1] > timedelta(hours=20)


def test_what_nobody_takes_is_given_up_and_sent_anew_on_a_word(
    case: Case, hook: Hook, client_of_office: Client, receiver: Receiver
) -> None:
    receiver.status = 500
    for _ in range(tasks.ATTEMPTS):
        _send()
        _due_now()
    assert HookDelivery.objects.get().state == HookState.DEAD
    receiver.status = 200

    assert send_again(hook=hook, by=client_of_office) == 1
    assert _send() == [HookState.SENT]
    first, last = receiver.came[0], receiver.came[-1]
    assert (first[1]["webhook-id"], first[2]) == (last[1]["webhook-id"], last[2])


def test_of_an_answer_only_its_beginning_is_kept(case: Case, receiver: Receiver) -> None:
    receiver.status, receiver.said = 500, b"x\0y" * 100_000
    _send()

    delivery = HookDelivery.objects.get()
    assert (delivery.status, len(delivery.said)) == (500, 200)


def test_a_receiver_that_is_away_is_asked_again(case: Case, hook: Hook) -> None:
    Hook.objects.update(url="http://127.0.0.1:1/")

    assert _send() == [HookState.WAITING]
    assert HookDelivery.objects.get().said == "ConnectionRefusedError"


def test_a_receiver_that_does_not_answer_is_asked_once_for_all_that_waits(
    case: Case, hook: Hook, clerk: User, receiver: Receiver
) -> None:
    do(clerk, case, Act.ACCEPT)
    do(clerk, case, Act.MESSAGE, words="dzień dobry")
    Hook.objects.update(url="http://127.0.0.1:1/")
    _send()
    waiting = HookDelivery.objects.order_by("pk")

    assert [one.said for one in waiting] == ["ConnectionRefusedError", tasks.LEFT_ALONE, tasks.LEFT_ALONE]
    assert [one.attempts for one in waiting] == [1, 1, 1]

    Hook.objects.update(url=receiver.url)
    HookDelivery.objects.update(next_at=timezone.now() - tasks.QUIET)
    assert _send() == [HookState.SENT] * 3


def test_a_worker_that_is_killed_in_the_middle_has_left_the_next_attempt(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "send", killed)
    before = DBTaskResult.objects.count()
    with pytest.raises(KeyboardInterrupt):
        _send()

    assert DBTaskResult.objects.count() == before + 1


def test_what_happens_in_a_pause_is_sent_after_it(
    case: Case, hook: Hook, client_of_office: Client, receiver: Receiver
) -> None:
    hook_pause(hook=hook, by=client_of_office)
    assert _send() == [""]
    assert receiver.came == []

    hook_go_on(hook=hook, by=client_of_office)
    assert _send() == [HookState.SENT]


def test_a_webhook_that_was_ended_sends_nothing(
    case: Case, hook: Hook, client_of_office: Client, clerk: User, receiver: Receiver
) -> None:
    hook_end(hook=hook, by=client_of_office)
    do(clerk, case, Act.ACCEPT)

    assert _send() == []
    with pytest.raises(NotNow):
        send_again(hook=hook, by=client_of_office)


def test_what_was_delivered_long_ago_is_forgotten(case: Case, clerk: User, receiver: Receiver) -> None:
    _send()
    HookDelivery.objects.update(sent_at=timezone.now() - timedelta(days=31))
    do(clerk, case, Act.ACCEPT)
    _send()

    assert [one.change.kind for one in HookDelivery.objects.all()] == ["case.accept"]


def test_unknown_kinds_are_refused(belzyce: Office, client_of_office: Client, receiver: Receiver) -> None:
    with pytest.raises(Incomplete) as refused:
        hook_order(office=belzyce, url=receiver.url, kinds=["case.nothing"], by=client_of_office)

    assert list(refused.value.problems) == ["kinds"]


def test_the_secret_is_in_no_table(case: Case, hook: Hook, receiver: Receiver) -> None:
    _send()
    secret = secret_of(hook).split("_", 1)[1]
    rows = [*Hook.objects.values_list(), *HookDelivery.objects.values_list(), *DBTaskResult.objects.values_list()]

    assert not any(secret in str(value) for row in rows for value in row)
