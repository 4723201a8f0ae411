"""What signing in leaves behind goes when it counts no longer."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sip.offices.models import User
from sip.offices.traces import traces_forget

pytestmark = pytest.mark.django_db
PASSWORD = "hasło do prób 2026"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("jan@powiat.example", PASSWORD)


def sign_in(client: Client, person: User, password: str) -> None:
    client.post(reverse(settings.LOGIN_URL), {"login": person.email, "password": password})


def test_a_sign_in_is_not_written_down(client: Client, person: User) -> None:
    sign_in(client, person, PASSWORD)

    assert client.session.get("_auth_user_id") == str(person.pk)
    assert not AccessLog.objects.exists()


def test_failed_attempts_and_sessions_go_when_they_are_over(client: Client, person: User) -> None:
    sign_in(client, person, "nie to")
    sign_in(client, person, PASSWORD)
    AccessAttempt.objects.create(username=person.email, ip_address="192.0.2.1", failures_since_start=1)
    later = timezone.now() + timedelta(days=1)

    traces_forget(timezone.now())
    kept = (AccessAttempt.objects.count(), Session.objects.count())
    traces_forget(later)

    assert kept == (1, 1)
    assert (AccessAttempt.objects.count(), Session.objects.count()) == (0, 0)
