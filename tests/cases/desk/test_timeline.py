"""The timeline tells what happened, in the past tense and whole; it can be narrowed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actors import of_user
from cases.archive.actions import category_change
from cases.desk import record_sheet, timeline
from cases.documents.actions import Incoming, document_add
from cases.land.actions import geometry_amend
from cases.land.models import Source
from cases.models import Case, CaseTask, TaskKind
from cases.payments.actions import order_settle, refund_note
from cases.payments.models import Attempt, Refund, RefundState
from cases.workflow import Act, Outcome
from sip.offices.models import User
from tests.cases.making import Made, do

pytestmark = pytest.mark.django_db


def words(case: Case, wanted: str = "") -> list[str]:
    """Oldest first."""
    return [entry.words for entry in timeline.chosen(timeline.of_case(case), wanted)][::-1]


def test_every_step_has_words_of_what_was_done() -> None:
    assert set(timeline.DONE) == set(Act)
    assert not {str(told) for told in timeline.DONE.values()} & {str(act.label) for act in Act}


def test_steps_say_what_they_were_given(case: Case, clerk: User) -> None:
    until = timezone.localdate() + timedelta(days=40)
    do(clerk, case, Act.ACCEPT)
    do(clerk, case, Act.ASSIGN, assignee=clerk)
    do(clerk, case, Act.ASSIGN)
    do(clerk, case, Act.EXTEND, until=until, reason="Opinia.")
    do(clerk, case, Act.CLOSE, outcome=Outcome.DONE, words="Załatwione.")

    found = words(case)
    assert found[:4] == [
        "Złożono wniosek",
        "Przyjęto sprawę do prowadzenia",
        f"Przydzielono sprawę. Prowadzi: {clerk}",
        "Odebrano przydział. Sprawy nie prowadzi nikt",
    ]
    assert found[4].startswith("Wyznaczono nowy termin: do ")
    assert found[5] == "Zakończono sprawę: załatwiono"


def test_messages_say_who_wrote(made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.MESSAGE, words="Dzień dobry.")
    do(made.applicant, made.case, Act.MESSAGE, words="Dobry.")
    do(clerk, made.case, Act.NOTE, reason="Do akt.")

    expected = ["Wysłano wiadomość do wnioskodawcy", "Wnioskodawca napisał wiadomość", "Dopisano notatkę"]
    assert words(made.case, "wiadomosci") == expected


def test_what_is_no_step_is_told_too(case: Case, clerk: User, head: User) -> None:
    actor = of_user(clerk)
    order_settle(actor=actor, order=case.orders.get(), proof="przelew 7")
    refund_note(actor=actor, order=case.orders.get(), amount=Decimal(5), reason="Nadpłata.")
    document_add(actor=actor, case=case, incoming=Incoming([b"%PDF-1.7"], "o.pdf", title="Opinia"))
    task = CaseTask.objects.create(case=case, kind=TaskKind.PARCEL_CHANGED, parcel="060901_5.0001.1")
    CaseTask.objects.filter(pk=task.pk).update(done_at=timezone.now(), done_by=clerk)
    case.refresh_from_db()
    assert case.shape is not None
    geometry_amend(
        actor=actor, case=case, version=case.version, shape=case.shape, source=Source.AMENDED, reason="Pomiar."
    )
    case.refresh_from_db()
    category_change(actor=of_user(head), case=case, version=case.version, category="B10", reason="Precedens.")

    found = "\n".join(words(case))
    for said in (
        "Wpłynęła opłata: ",
        "Odnotowano zwrot: 5,00 zł",
        "Sporządzono dokument: Opinia",
        "Powstało zadanie: ",
        "Załatwiono zadanie: ",
        "Poprawiono kształt sprawy (wersja 2, poprawiony)",
        "Zmieniono kategorię archiwalną z B5 na B10",
    ):
        assert said in found
    assert words(case, "dokumenty") == ["Sporządzono dokument: Opinia"]


@pytest.mark.parametrize("state", [RefundState.ASKED, RefundState.DONE, RefundState.REJECTED])
def test_a_refund_by_the_provider_is_told_as_far_as_it_is(case: Case, clerk: User, state: RefundState) -> None:
    order = case.orders.get()
    attempt = Attempt.objects.create(order=order, provider="sandbox", reference="a")
    Refund.objects.create(
        order=order, amount=Decimal(5), reason="x", noted_by=clerk, state=state, attempt=attempt, reference="r"
    )

    assert f"Zwrot {state.label}: 5,00 zł" in words(case)


def test_the_page_narrows_it(desk: Client, case: Case) -> None:
    address = reverse("case", args=[case.pk])

    assert "Złożono wniosek" in desk.get(address, {"przebieg": "kroki"}).content.decode()
    assert "Złożono wniosek" not in desk.get(address, {"przebieg": "dokumenty"}).content.decode()
    assert "Złożono wniosek" in desk.get(address, {"przebieg": "księżyc"}).content.decode()


def test_the_metryka_names_who_of_the_office_did_what(made: Made, desk: Client, clerk: User) -> None:
    document_add(actor=made.applicant, case=made.case, incoming=Incoming([b"%PDF-1.7"], "mapa.pdf"))
    do(made.applicant, made.case, Act.MESSAGE, words="Dobry.")
    do(clerk, made.case, Act.ACCEPT)
    mine = document_add(actor=of_user(clerk), case=made.case, incoming=Incoming([b"%PDF-1.7"], "decyzja.pdf"))

    found = record_sheet.done_by_office(made.case)

    assert [(one.who, one.words, one.paper) for one in found] == [
        (str(clerk), "Przyjęto sprawę do prowadzenia", ""),
        (str(clerk), "Sporządzono dokument: decyzja.pdf", f"nr {mine.pk}: decyzja.pdf"),
    ]
    answer = desk.get(reverse("case-record-sheet", args=[made.case.pk]))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_strangers_get_no_metryka(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    assert client.get(reverse("case-record-sheet", args=[case.pk])).status_code in (403, 404)
