"""A filed case for its applicant: opened by sign and code, paid, completed, withdrawn; strangers get none of it."""

import hashlib
import re
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from cases.actors import of_user
from cases.catalogue.models import Service
from cases.documents.actions import Incoming, document_add
from cases.models import Case, Mail
from cases.payments.models import Attempt, AttemptState, Refund
from cases.receipts import receipt_pdf
from cases.resident.filing import LOST, MAILED
from cases.resident.opening import mail_link
from cases.workflow import Act, State
from sip.offices.models import Office, Role, User
from tests.cases.making import Made, do, file
from tests.cases.resident.conftest import PARCEL, hidden, opened
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def version(made: Made) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=made.case.pk)


def state(made: Made) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=made.case.pk)


def issued(made: Made, clerk: User) -> int:
    """The case with a document that the office issued; the document's number."""
    office = of_user(clerk)
    do(clerk, made.case, Act.ACCEPT)
    made.case.orders.update(settled_at=timezone.now())
    document = document_add(actor=office, case=made.case, incoming=Incoming([b"%PDF-1.7"], "wypis.pdf"))
    do(clerk, made.case, Act.ISSUE)
    return document.pk


def test_sign_and_code_open_the_case_however_they_are_typed(client: Client, made: Made) -> None:
    given = {"sign": f" {made.case.sign} ".lower(), "code": made.filed.code.lower().replace("-", " ")}
    page = client.post("/sprawy/stan/", given, follow=True).content.decode()

    assert str(made.case.sign) in page
    assert "Ruch należy do urzędu." in page
    assert "Skąd ten termin" in page
    # Only filing shows the code.
    assert made.filed.code not in page


def test_wrong_codes_sound_alike_and_are_soon_refused(client: Client, made: Made) -> None:
    wrong = [
        client.post("/sprawy/stan/", {"sign": sign, "code": "AAAA-BBBB-CCCC"})
        for sign in (made.case.sign, "X.1.1.2026")
    ]
    assert [response.status_code for response in wrong] == [422, 422]
    said = [re.findall(r"Nie ma sprawy[^<]*", response.content.decode()) for response in wrong]
    assert said[0] == said[1]

    for _ in range(10):
        client.post("/sprawy/stan/", {"sign": "X", "code": "Y"})
    assert client.post("/sprawy/stan/", {"sign": made.case.sign, "code": made.filed.code}).status_code == 429


def test_strangers_are_asked_for_sign_and_code(
    client: Client, made: Made, clerk: User, stranger: User, give_role: GiveRole, belzyce: Office
) -> None:
    """Anonymous, another resident, the office's own clerk and viewer, whoever holds another case."""
    document = issued(made, clerk)
    order = made.case.orders.get().pk
    base = f"/sprawy/sprawa/{made.case.pk}/"
    other = file(made.case.service, parcels=(PARCEL,), key="inny")
    holder = Client()
    opened(holder, other)
    strangers = [client, holder]
    for user in (stranger, clerk, give_role(belzyce, Role.VIEWER)):
        strangers.append(Client())
        strangers[-1].force_login(user, backend=BACKEND)

    for who in strangers:
        reads = [who.get(base + page) for page in ("", "poswiadczenie.pdf", f"dokumenty/{document}/", "wycofaj/")]
        writes = [
            who.post(base + page, {"version": 1, "m-version": 1, "m-words": "a", "c-words": "a"})
            for page in ("wiadomosc/", "uzupelnienie/", "wycofaj/", f"oplata/{order}/")
        ]
        assert {(one.status_code, one.headers["Location"]) for one in reads + writes} == {(302, "/sprawy/stan/")}
    assert state(made) == State.ISSUED


def test_a_document_of_another_case_is_not_found(client: Client, made: Made, clerk: User) -> None:
    other = file(made.case.service, parcels=(PARCEL,), key="inny")
    document = issued(other, clerk)
    base = opened(client, made)

    assert client.get(f"{base}dokumenty/{document}/").status_code == 404
    assert client.get(f"{base}dokumenty/{2**63}/").status_code == 404


def test_what_the_office_prepares_is_seen_once_it_is_issued(client: Client, made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.ACCEPT)
    ready = document_add(actor=of_user(clerk), case=made.case, incoming=Incoming([b"%PDF-1.7"], "wypis.pdf"))
    base = opened(client, made)
    assert client.get(f"{base}dokumenty/{ready.pk}/").status_code == 404
    assert "wypis.pdf" not in client.get(base).content.decode()

    made.case.orders.update(settled_at=timezone.now())
    do(clerk, made.case, Act.ISSUE)
    response = client.get(f"{base}dokumenty/{ready.pk}/")
    assert b"".join(response) == b"%PDF-1.7"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_notes_of_the_office_are_not_shown(client: Client, made: Made, clerk: User) -> None:
    do(clerk, made.case, Act.NOTE, reason="Trudny wnioskodawca")
    do(clerk, made.case, Act.MESSAGE, words="Dzień dobry, sprawdzamy.")
    page = client.get(opened(client, made)).content.decode()

    assert "Trudny" not in page
    assert "Dzień dobry, sprawdzamy." in page


def test_the_receipt_is_a_pdf(client: Client, made: Made) -> None:
    response = client.get(f"{opened(client, made)}poswiadczenie.pdf")

    assert response.content.startswith(b"%PDF-")
    receipt = made.case.receipt
    assert hashlib.sha256(attached(response.content)).hexdigest() == receipt.sha256


def test_the_receipt_is_polish_whatever_its_reader_reads(made: Made) -> None:
    polish = receipt_pdf(made.case.receipt)
    with override("en"):
        assert receipt_pdf(made.case.receipt) == polish


def attached(pdf: bytes) -> bytes:
    """The file that is embedded in the PDF."""
    found = re.search(rb"/EmbeddedFile\b.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    assert found, "nothing is embedded"
    return zlib.decompress(found[1])


def test_the_fee_is_paid_in_the_sandbox_and_its_proof_stands_in_the_case(client: Client, made: Made) -> None:
    base = opened(client, made)
    order = made.case.orders.get()
    pay_page = client.post(f"{base}oplata/{order.pk}/").headers["Location"]
    assert "nie pobiera żadnych pieniędzy" in client.get(pay_page).content.decode()

    client.post(pay_page, {"fail": "1"})
    assert Attempt.objects.get().state == AttemptState.FAILED
    for _click in range(3):
        assert client.post(pay_page, {"pay": "1"}).status_code == 302
    order.refresh_from_db()
    assert order.settled_at
    page = client.get(base).content.decode()
    assert order.proof.replace("sandbox ", "płatność na niby, numer ") in page
    assert "Do zapłaty" not in page
    assert client.post(f"{base}oplata/{order.pk}/").status_code == 409


def test_what_was_paid_twice_is_told_of(client: Client, made: Made, clerk: User) -> None:
    base = opened(client, made)
    order = made.case.orders.get()
    pages = [client.post(f"{base}oplata/{order.pk}/").headers["Location"] for _try in range(2)]
    for page in pages:
        client.post(page, {"pay": "1"})
    assert "za dużo. Urząd odda tę kwotę." in client.get(base).content.decode()

    Refund.objects.create(order=order, amount=order.amount, reason="druga wpłata", noted_by=clerk)
    assert "za dużo" not in client.get(base).content.decode()


def test_without_a_provider_the_page_says_how_to_pay(client: Client, made: Made, settings: Settings) -> None:
    settings.PAYMENT_PROVIDER = "none"
    base = opened(client, made)

    assert "Zapłać w kasie urzędu albo przelewem" in client.get(base).content.decode()
    assert client.post(f"{base}oplata/{made.case.orders.get().pk}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a:b:c", "W10:1:1"])
def test_pages_of_the_sandbox_that_are_none_of_ours_are_404(client: Client, token: str) -> None:
    assert client.get(f"/sprawy/oplaty/sandbox/{token}/").status_code == 404


def test_a_message_reaches_the_case_and_a_stale_one_stays_in_its_field(client: Client, made: Made) -> None:
    base = opened(client, made)
    given = {"m-version": version(made), "m-words": "Kiedy będzie gotowe?"}
    assert client.post(f"{base}wiadomosc/", given).status_code == 302
    assert "Kiedy będzie gotowe?" in client.get(base).content.decode()

    stale = client.post(f"{base}wiadomosc/", {**given, "m-words": "Jeszcze jedno pytanie"})
    assert stale.status_code == 412
    assert "Jeszcze jedno pytanie" in stale.content.decode()
    assert made.case.events.filter(act=Act.MESSAGE).count() == 1


def test_the_second_click_on_a_message_is_no_error_and_no_second_message(client: Client, made: Made) -> None:
    base = opened(client, made)
    given = {"m-version": version(made), "m-words": "Kiedy?\r\nCzekam."}
    answers = [client.post(f"{base}wiadomosc/", given).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert made.case.events.filter(act=Act.MESSAGE).count() == 1


def test_a_message_that_is_too_long_is_not_asked_for(client: Client, made: Made) -> None:
    base = opened(client, made)
    page = client.post(f"{base}wiadomosc/", {"m-version": version(made), "m-words": "x" * 5001})

    assert page.status_code == 422
    assert "Napisz wiadomość." not in page.content.decode()


def test_a_request_for_completion_is_answered_with_words_and_files(client: Client, made: Made, clerk: User) -> None:
    due = timezone.localdate() + timedelta(days=20)
    do(clerk, made.case, Act.ASK_COMPLETION, words="Proszę o pełnomocnictwo.", until=due)
    base = opened(client, made)
    page = client.get(base).content.decode()
    assert "Ruch należy do Ciebie." in page
    assert "Proszę o pełnomocnictwo." in page

    empty = client.post(f"{base}uzupelnienie/", {"c-version": version(made), "c-words": " "})
    assert empty.status_code == 422
    sent = SimpleUploadedFile("pełnomocnictwo.pdf", b"%PDF-1.7", "application/pdf")
    given = {"c-version": version(made), "c-words": "W załączeniu.", "plik-inny": sent}
    assert client.post(f"{base}uzupelnienie/", given).status_code == 302
    assert state(made) == State.ACCEPTED
    assert made.case.documents.get().name == "pełnomocnictwo.pdf"


def test_a_term_of_the_applicant_that_is_over_is_not_told_as_time_left(client: Client, made: Made, clerk: User) -> None:
    due = timezone.localdate() + timedelta(days=20)
    do(clerk, made.case, Act.ASK_COMPLETION, words="Proszę o mapę.", until=due)
    Case.objects.filter(pk=made.case.pk).update(party_due=timezone.localdate() - timedelta(days=1))
    page = client.get(opened(client, made)).content.decode()

    assert "Masz czas do" not in page
    assert "Możesz to jeszcze zrobić" in page


def test_an_application_is_withdrawn_after_a_question(client: Client, made: Made) -> None:
    base = opened(client, made)
    asked = client.get(f"{base}wycofaj/")
    assert state(made) == State.FILED

    client.post(f"{base}wycofaj/", {"version": hidden(asked, "version"), "words": "Rozmyśliłem się"})
    assert state(made) == State.WITHDRAWN
    page = client.get(base).content.decode()
    assert "Rozmyśliłem się" in page
    assert "Napisz do urzędu" not in page
    assert "nie można już wycofać" in client.get(f"{base}wycofaj/").content.decode()


def test_the_account_lists_its_own_and_needs_no_code(
    client: Client, made: Made, stranger: User, extract: Service
) -> None:
    Case.objects.filter(pk=made.case.pk).update(account=stranger)
    theirs = file(extract, parcels=(PARCEL,), key="inny").case
    client.force_login(stranger, backend=BACKEND)
    page = client.get("/sprawy/moje/").content.decode()

    assert str(made.case.sign) in page
    assert str(theirs.sign) not in page
    assert client.get(f"/sprawy/sprawa/{made.case.pk}/").status_code == 200
    assert Client().get("/sprawy/moje/").status_code == 302


def test_who_lost_the_code_gets_a_link_at_the_address_of_the_application(client: Client, made: Made) -> None:
    Mail.objects.all().delete()
    said = [
        client.post("/sprawy/stan/kod/", {"sign": sign, "email": email}).content.decode()
        for sign, email in ((made.case.sign, "obcy@example.org"), (made.case.sign, "JAN@example.org"))
    ]
    assert [("wysłaliśmy list" in page) for page in said] == [True, True]
    letter = Mail.objects.get()
    assert letter.to == "jan@example.org"
    assert "Przykładowy" not in letter.words
    link = re.search(r"http://testserver(/sprawy/otworz/\S+)", letter.words)
    assert link
    assert client.get(link[1]).cookies.get("sip-case") is None
    assert str(made.case.sign) in client.post(link[1], follow=True).content.decode()


def test_a_link_of_a_letter_ends_with_the_address(client: Client, made: Made) -> None:
    token = mail_link(made.case)
    made.case.parties.update(email="inny@example.org")

    assert client.post(f"/sprawy/otworz/{token}/").status_code == 410
    assert client.get("/sprawy/otworz/x/").status_code == 410


def test_the_case_is_shut_on_a_foreign_computer(client: Client, made: Made) -> None:
    base = opened(client, made)
    client.post("/sprawy/stan/zamknij/")

    assert client.get(base).status_code == 302


@pytest.mark.parametrize("number", ["0", "999999999999", "9" * 30])
def test_cases_that_are_not_there_are_asked_for_like_others(client: Client, number: str) -> None:
    assert client.get(f"/sprawy/sprawa/{number}/").status_code == 302


def test_a_stale_message_leaves_no_file_behind(client: Client, made: Made) -> None:
    base = opened(client, made)
    sent = SimpleUploadedFile("mapa.pdf", b"%PDF-1.7", "application/pdf")
    stale = {"m-version": version(made) - 1, "m-words": "Jeszcze jedno", "plik-inny": sent}

    assert client.post(f"{base}wiadomosc/", stale).status_code == 412
    assert not made.case.documents.exists()


def test_strangers_do_not_use_up_the_letters_of_an_address(client: Client, made: Made) -> None:
    for _time in range(11):
        client.post("/sprawy/stan/kod/", {"sign": "NIE.1.1.2026", "email": "jan@example.org"})

    assert MAILED.count_for("jan@example.org")
    assert LOST.count_for("jan@example.org")


def test_an_ended_case_asks_for_no_money(client: Client, made: Made) -> None:
    base = opened(client, made)
    assert "pay-now" in client.get(base).content.decode()

    do(made.applicant, made.case, Act.WITHDRAW)

    assert "pay-now" not in client.get(base).content.decode()
