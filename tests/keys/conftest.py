"""A letter box, a worker, and ways to a key as people go them."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

EMAIL = "anna@example.org"
PURPOSE = "mapa na stronie gminy"
ELSEWHERE = "203.0.113.7"


def work() -> None:
    """What the worker does: the tasks that are due."""
    for waiting in DBTaskResult.objects.ready():
        task = waiting.task
        waiting.delete()
        task.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])


def ask(client: Client, email: str = EMAIL, purpose: str = PURPOSE, **extra: Any) -> Any:
    answer = client.post("/klucze/", {"email": email, "purpose": purpose}, **extra)
    work()
    return answer


def link_in(message: Any, part: str) -> str:
    found = re.search(rf"http://testserver(/klucze/{part}/\S+)", message.body)
    assert found
    return found[1]


def key_in(answer: Any) -> str:
    found = re.search(r"sip_[\w-]{32}", answer.content.decode())
    assert found
    return found[0]


def key_of(client: Client, email: str = EMAIL) -> str:
    """A key, as a person gets one."""
    ask(client, email)
    return key_in(client.post(link_in(mail.outbox.pop(), "potwierdz")))
