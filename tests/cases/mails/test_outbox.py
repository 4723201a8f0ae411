"""The outbox: administrators see what waits and failed, words only where they may see the case; the demo's page."""

import pytest
from django.core import mail as sent
from django.test import Client
from pytest_django import Settings

from cases.keeping.looks import looks_at
from cases.mails import actions, tasks
from cases.mails.models import Mail, MailState
from sip.audit.models import Event
from sip.offices.models import Membership, Office, Role, User
from tests.cases.making import Made
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
SECRET = "http://testserver/sprawy/otworz/abc:def:ghi/"


@pytest.fixture
def administrator(belzyce: Office, give_role: GiveRole) -> User:
    return give_role(belzyce, Role.ADMINISTRATOR)


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def mail(made: Made) -> Mail:
    return made.case.mails.create(
        to="jan@example.org",
        subject="Dostęp",
        words=f"Odnośnik:\n{SECRET}\nDziałkowiec",
        state=MailState.FAILED,
        attempts=6,
    )


def test_administrator_sees_states_but_neither_words_nor_address(desk: Client, mail: Mail) -> None:
    listed = desk.get("/urzad/poczta/").content.decode()
    page = desk.get(f"/urzad/poczta/{mail.pk}/").content.decode()
    assert str(mail.case.sign) in listed
    assert "nie udało się wysłać" in page
    for secret in ("jan@", "Działkowiec", SECRET, "Dostęp"):
        assert secret not in listed + page


def test_who_also_works_on_the_case_reads_words_without_the_applicants_link(
    desk: Client, administrator: User, mail: Mail, belzyce: Office
) -> None:
    Membership.objects.create(user=administrator, office=belzyce, role=Role.CASE_CLERK)
    page = desk.get(f"/urzad/poczta/{mail.pk}/").content.decode()
    assert "Działkowiec" in page
    assert "jan@example.org" in page
    assert "otworz" not in page
    assert [look.what for look in looks_at(mail.case).rows] == ["wiadomość wysłana do wnioskodawcy"]


def test_filters_by_state_and_sign(desk: Client, mail: Mail) -> None:
    assert f"/urzad/poczta/{mail.pk}/" in desk.get("/urzad/poczta/?state=failed").content.decode()
    assert f"/urzad/poczta/{mail.pk}/" not in desk.get("/urzad/poczta/?state=sent").content.decode()
    assert f"/urzad/poczta/{mail.pk}/" in desk.get("/urzad/poczta/", {"sign": str(mail.case.sign)}).content.decode()
    assert f"/urzad/poczta/{mail.pk}/" not in desk.get("/urzad/poczta/?sign=INNY.1").content.decode()


@pytest.mark.parametrize("query", ["state=x", "przed=x", "przed=" + "9" * 40, "sign=%00", "state=a&state=b"])
def test_nonsense_in_the_address_is_no_error(desk: Client, mail: Mail, query: str) -> None:
    assert desk.get(f"/urzad/poczta/?{query}").status_code == 200


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_failed_mail_is_sent_again_and_noted(desk: Client, mail: Mail, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    desk.post(f"/urzad/poczta/{mail.pk}/ponow/")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    tasks.send_mail.call(mail.pk)
    assert [letter.to for letter in sent.outbox] == [["jan@example.org"]]
    assert Event.objects.filter(action="case.mail-again", object_id=str(mail.case_id)).count() == 1


def test_mail_whose_words_are_gone_is_not_sent(administrator: User, mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(to="", words="")
    assert not actions.mail_send_again(user=administrator, mail=mail)


def test_start_page_counts_what_did_not_go_out(desk: Client, mail: Mail) -> None:
    assert "1 niewysłana" in desk.get("/urzad/").content.decode()


def test_strangers_see_nothing(outsider: User, mail: Mail, starostwo: Office, client: Client) -> None:
    if outsider.memberships.filter(role=Role.ADMINISTRATOR).exists():
        outsider.memberships.update(office=starostwo)
    client.force_login(outsider)
    is_administrator = outsider.memberships.filter(role=Role.ADMINISTRATOR).exists()
    assert client.get(f"/urzad/poczta/{mail.pk}/").status_code == (404 if is_administrator else 403)
    assert client.post(f"/urzad/poczta/{mail.pk}/ponow/").status_code == (404 if is_administrator else 403)
    assert str(mail.case.sign) not in client.get("/urzad/poczta/").content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client, mail: Mail) -> None:
    assert client.get(f"/urzad/poczta/{mail.pk}/").headers["Location"].startswith("/konto/login/")


def test_demo_shows_mails_with_links_that_work(client: Client, mail: Mail, settings: Settings) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = True, "django.core.mail.backends.dummy.EmailBackend"
    page = client.get("/poczta-pokazu/").content.decode()
    assert 'href="/sprawy/otworz/abc:def:ghi/"' in page
    assert "j…@example.org" in page
    assert "jan@example.org" not in page


@pytest.mark.parametrize(("demo", "backend"), [(False, "dummy"), (True, "smtp"), (False, "smtp")])
def test_only_a_demo_without_mail_shows_them(
    client: Client, mail: Mail, settings: Settings, demo: bool, backend: str
) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = demo, f"django.core.mail.backends.{backend}.EmailBackend"
    assert client.get("/poczta-pokazu/").status_code == 404
