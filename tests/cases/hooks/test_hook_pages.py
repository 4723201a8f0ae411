"""The administrator's pages of systems and webhooks, and the API's own addresses of webhooks."""

from typing import Any

import pytest
from django.test import Client as Web
from pytest_django import Settings

from cases.changes.kinds import KINDS
from cases.clients.actions import Issued, client_make, client_revoke
from cases.clients.models import Client, Scope
from cases.hooks.actions import hook_order
from cases.hooks.models import Hook, HookDelivery, HookState
from cases.hooks.pages import words_of
from cases.hooks.signing import secret_of
from cases.models import Case
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.api.asking import Asking
from tests.cases.hooks.receiving import Receiver
from tests.cases.making import file, service_of
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
PAGE = "/urzad/systemy/"
STEPS = ("wstrzymaj", "wznow", "ponow", "usun", "sekret")


@pytest.fixture
def web(belzyce: Office, give_role: GiveRole) -> Web:
    web = Web()
    web.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    return web


@pytest.fixture
def dead(hook: Hook, belzyce: Office) -> HookDelivery:
    case: Case = file(service_of(belzyce, "wypis-wyrys"), parcels=("060901_5.0001.1",)).case
    HookDelivery.objects.update(state=HookState.DEAD, attempts=9, status=503, said="kolejka pełna")
    return HookDelivery.objects.get(change__case=case)


def test_an_administrator_orders_a_webhook_and_sees_its_secret_once(web: Web, belzyce: Office) -> None:
    answer = web.post(PAGE, {"office": belzyce.pk, "url": "https://ezd.example.org/a", "kinds": ["case.accept"]})
    hook = Hook.objects.get()

    assert answer.status_code == 201
    assert secret_of(hook) in answer.content.decode()
    assert secret_of(hook) not in web.get(f"{PAGE}{hook.pk}/").content.decode()
    assert (hook.office, hook.client, hook.kinds) == (belzyce, None, ["case.accept"])


@pytest.mark.parametrize("url", ["http://ezd.example.org/", "https://10.0.0.1/", "x", "https://a b/", ""])
def test_an_address_that_is_not_allowed_is_told_at_its_field(web: Web, belzyce: Office, url: str) -> None:
    answer = web.post(PAGE, {"office": belzyce.pk, "url": url})

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Hook.objects.exists()


def test_what_was_not_delivered_is_listed_and_sent_again(web: Web, hook: Hook, dead: HookDelivery) -> None:
    listed = web.get(f"{PAGE}{hook.pk}/", {"stan": "dead"}).content.decode()
    web.post(f"{PAGE}{hook.pk}/ponow/", {"delivery": dead.pk})

    assert "kolejka pełna" in listed
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (HookState.WAITING, 0)


def test_a_webhook_is_paused_gone_on_with_and_ended(web: Web, hook: Hook) -> None:
    web.post(f"{PAGE}{hook.pk}/wstrzymaj/")
    paused = Hook.objects.get().paused_at
    web.post(f"{PAGE}{hook.pk}/wznow/")
    again = Hook.objects.get().paused_at
    web.post(f"{PAGE}{hook.pk}/usun/")

    assert (paused is not None, again) == (True, None)
    assert Hook.objects.get().ended_at is not None
    assert web.get(f"{PAGE}{hook.pk}/").status_code == 404
    assert {"case-hook.pause", "case-hook.go-on", "case-hook.end"} <= set(
        Event.objects.values_list("action", flat=True)
    )


def test_another_secret_ends_the_one_before(web: Web, hook: Hook) -> None:
    before = secret_of(hook)
    answer = web.post(f"{PAGE}{hook.pk}/sekret/")

    assert secret_of(Hook.objects.get()) != before
    assert secret_of(Hook.objects.get()) in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CASE_CLERK, Role.CASE_HEAD, Role.VIEWER, Role.REGISTER_KEEPER])
def test_who_does_not_administrate_sees_nothing(belzyce: Office, give_role: GiveRole, hook: Hook, role: Role) -> None:
    web = Web()
    web.force_login(give_role(belzyce, role))
    answers = [
        web.get(PAGE),
        web.get(f"{PAGE}{hook.pk}/"),
        web.post(PAGE, {"office": belzyce.pk, "url": "https://a.b/"}),
    ]
    answers += [web.post(f"{PAGE}{hook.pk}/{step}/") for step in STEPS]

    assert {answer.status_code for answer in answers} == {403}
    assert Hook.objects.get().paused_at is None


def test_an_administrator_of_another_office_finds_nothing(starostwo: Office, give_role: GiveRole, hook: Hook) -> None:
    web = Web()
    web.force_login(give_role(starostwo, Role.ADMINISTRATOR))
    steps = [web.post(f"{PAGE}{hook.pk}/{step}/") for step in STEPS]
    refused = web.post(PAGE, {"office": hook.office_id, "url": "https://a.example/"})

    assert {answer.status_code for answer in (web.get(f"{PAGE}{hook.pk}/"), *steps)} == {404}
    assert hook.url not in web.get(PAGE).content.decode()
    assert (refused.status_code, Hook.objects.count()) == (422, 1)


def test_who_is_not_signed_in_is_sent_to_sign_in(hook: Hook) -> None:
    answers = [Web().get(PAGE), Web().get(f"{PAGE}{hook.pk}/"), *(Web().post(f"{PAGE}{hook.pk}/{s}/") for s in STEPS)]

    assert {answer.status_code for answer in answers} == {302}


def test_a_secret_of_a_system_opens_no_page(hook: Hook, client_of_office: Client) -> None:
    issued = client_make(actor=None, office=client_of_office.office, name="x", scopes=list(Scope))

    assert Web().get(PAGE, headers={"Authorization": f"Bearer {issued.secret}"}).status_code == 302


def _asking(office: Office) -> Asking:
    issued: Issued = client_make(actor=None, office=office, name="EZD", scopes=[Scope.HOOKS])
    return Asking(issued.client, issued.secret)


def test_a_system_orders_its_own_webhook(belzyce: Office, settings: Settings) -> None:
    settings.HOOKS_TO_PRIVATE = False
    system = _asking(belzyce)

    made: Any = system.post("hooks/", {"url": "https://ezd.example.org/a", "kinds": ["case.accept"]})
    one = system.get(made["Location"])
    inner = system.post("hooks/", {"url": "https://127.0.0.1/"})

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in one.json()
    assert (inner.status_code, list(inner.json()["problems"])) == (422, ["url"])


def test_a_system_pauses_resends_and_ends(belzyce: Office, receiver: Receiver, clerk: User) -> None:
    system = _asking(belzyce)
    hook = hook_order(office=belzyce, url=receiver.url, kinds=[], by=system.client)
    file(service_of(belzyce, "wypis-wyrys"), parcels=("060901_5.0001.1",))
    HookDelivery.objects.update(state=HookState.DEAD)

    assert system.post(f"hooks/{hook.pk}/pause/").json()["paused_at"] is not None
    assert system.post(f"hooks/{hook.pk}/resume/").json()["paused_at"] is None
    assert len(system.get(f"hooks/{hook.pk}/deliveries/", state="dead").json()["deliveries"]) == 1
    assert system.post(f"hooks/{hook.pk}/resend/").json() == {"again": 1}
    assert Web().delete(f"/api/v1/cases/hooks/{hook.pk}/", headers=system.headers).status_code == 204
    assert system.get("hooks/").json()["hooks"] == []


def test_a_webhook_of_another_system_is_not_found_also_in_its_office(
    belzyce: Office, starostwo: Office, hook: Hook, dead: HookDelivery
) -> None:
    for system in (_asking(belzyce), _asking(starostwo)):
        answers = [system.get(f"hooks/{hook.pk}/"), system.get(f"hooks/{hook.pk}/deliveries/")]
        answers += [system.post(f"hooks/{hook.pk}/{step}/") for step in ("pause", "resume", "resend")]
        answers.append(Web().delete(f"/api/v1/cases/hooks/{hook.pk}/", headers=system.headers))

        assert {answer.status_code for answer in answers} == {404}
        assert system.get("hooks/").json()["hooks"] == []


def test_every_kind_has_words() -> None:
    assert all(words_of(kind) for kind in KINDS)


def test_a_webhook_says_that_its_system_is_over(web: Web, hook: Hook, client_of_office: Client) -> None:
    assert "czynny" in web.get(f"{PAGE}{hook.pk}/").content.decode()
    client_revoke(actor=None, client=client_of_office)

    for address in (PAGE, f"{PAGE}{hook.pk}/"):
        page = web.get(address).content.decode()
        assert "unieważniony" in page.split(hook.url)[1]
        assert "czynny" not in page
