"""Documents of a case (opened, uploaded, made from templates in versions, issued) and its fees at the office."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk import letters
from cases.desk.letters import LetterForm, Template
from cases.documents.actions import Incoming, document_add
from cases.documents.models import Document, Scan
from cases.errors import NotNow
from cases.models import Case, CaseParty, PartyRole
from cases.workflow import Act, Outcome, State
from parcels.models import Lineage
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import Made, do, file, service_of
from tests.conftest import Deliver
from tests.parcels.importing.village import document, parcel, precinct
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
SPLIT = "2025-05-06T12:00:00"


def of(name: str, case: Case, *more: int) -> str:
    return reverse(name, args=[case.pk, *more])


def sent(case: Case, template: Template, **more: object) -> dict[str, object]:
    return {**letters.initial(case, template, "Jan Urzędnik"), **more}


@pytest.fixture
def attachment(made: Made) -> Document:
    return document_add(
        actor=made.applicant, case=made.case, incoming=Incoming([b"abc"], "mapa.pdf", "application/pdf")
    )


def test_an_unscanned_file_is_opened_only_knowingly(desk: Client, attachment: Document) -> None:
    address = of("case-document", attachment.case, attachment.pk)

    assert desk.get(address).status_code == 409
    answer = desk.post(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_an_infected_file_opens_for_nobody(desk: Client, attachment: Document) -> None:
    Document.objects.update(scan=Scan.INFECTED)

    assert desk.post(of("case-document", attachment.case, attachment.pk)).status_code == 409


def test_documents_are_closed_to_strangers(client: Client, attachment: Document, outsider: User) -> None:
    client.force_login(outsider)

    assert client.post(of("case-document", attachment.case, attachment.pk)).status_code in (403, 404)


def test_a_document_of_another_case_is_not_there(desk: Client, attachment: Document) -> None:
    assert desk.get(reverse("case-document", args=[attachment.case_id + 1, attachment.pk])).status_code == 404


def test_a_file_is_added_by_the_office(desk: Client, case: Case) -> None:
    desk.post(of("case-upload", case), {"title": "Mapa", "file": SimpleUploadedFile("mapa.pdf", b"%PDF-1.7")})

    assert case.documents.get().title == "Mapa"


@pytest.mark.parametrize("template", [Template.DECISION, Template.CERTIFICATE, Template.EXTRACT])
def test_a_preview_keeps_nothing(desk: Client, case: Case, template: Template) -> None:
    answer = desk.post(of("case-letter", case), sent(case, template, preview="1"))

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert not case.documents.exists()


def test_the_same_template_again_is_the_next_version(desk: Client, case: Case) -> None:
    for _time in range(2):
        assert desk.post(of("case-letter", case), sent(case, Template.DECISION)).status_code == 302

    first, second = case.documents.order_by("pk")
    assert (second.replaces, second.number) == (first, 2)


def test_what_is_made_is_issued_to_the_applicant(desk: Client, made: Made, clerk: User) -> None:
    case = made.case
    case.orders.update(cancelled_at=case.filed_at)
    do(clerk, case, Act.ACCEPT)
    desk.post(of("case-letter", case), sent(case, Template.CERTIFICATE))
    do(clerk, case, Act.ISSUE)

    case.refresh_from_db()
    assert case.state == State.ISSUED
    assert case.documents.get().issued_at is not None


def test_a_decision_may_be_long(desk: Client, case: Case) -> None:
    words = "Analiza funkcji i cech zabudowy obejmuje obszar wokół działki. " * 400

    assert desk.post(of("case-letter", case), sent(case, Template.DECISION, text=words)).status_code == 302

    assert case.documents.get().size > 20_000


def test_a_notice_to_all_names_nobody(case: Case) -> None:
    def shown(template: Template) -> str:
        wanted = letters.of_form(valid(case, template))
        return render_to_string("cases/desk/letter.html", letters.context(case, wanted, None, is_draft=False))

    assert "Jan Przykładowy" in shown(Template.ORDER)
    assert "Jan Przykładowy" not in shown(Template.PUBLIC_NOTICE)


def test_an_appeal_goes_to_who_is_above_the_office(made: Made, starostwo: Office) -> None:
    assert "Samorządowego Kolegium" in letters.initial(made.case, Template.DECISION, "")["text"]

    case = Case(office=starostwo, service=service_of(starostwo, "blad-w-ewidencji"), jrwa_class="6620")

    assert "Inspektora Nadzoru Geodezyjnego" in letters.initial(case, Template.ORDER, "")["text"]


def valid(case: Case, template: Template) -> LetterForm:
    form = LetterForm(sent(case, template))
    assert form.is_valid()
    return form


def test_a_mistake_in_an_issued_document_is_put_right_later(desk: Client, made: Made, clerk: User) -> None:
    case = settled(made, clerk, desk)
    with pytest.raises(NotNow):
        do(clerk, case, Act.ISSUE)
    do(clerk, case, Act.CLOSE)

    desk.post(of("case-letter", case), sent(case, Template.LETTER, title="Postanowienie o sprostowaniu"))
    do(clerk, case, Act.ISSUE)

    case.refresh_from_db()
    assert (case.state, case.outcome, case.deadline) == (State.CLOSED, Outcome.REFUSED, None)
    assert case.documents.filter(issued_at=None).count() == 0
    assert case.settled_at == case.events.filter(act=Act.ISSUE).earliest("pk").at


def test_what_was_issued_once_is_not_ready_after_reopening(desk: Client, made: Made, clerk: User, head: User) -> None:
    case = settled(made, clerk, desk)
    do(clerk, case, Act.CLOSE)
    do(head, case, Act.REOPEN, reason="Uchylono.")

    with pytest.raises(NotNow):
        do(clerk, case, Act.ISSUE)


def test_nothing_is_added_to_files_in_the_archive(desk: Client, made: Made, clerk: User) -> None:
    case = settled(made, clerk, desk)
    do(clerk, case, Act.CLOSE)
    Case.objects.update(archived_on=timezone.localdate())

    page = desk.post(of("case-letter", case), sent(case, Template.LETTER), follow=True)

    assert "w archiwum" in page.content.decode()
    assert case.documents.count() == 1
    assert reverse("case-letter", args=[case.pk]) not in desk.get(of("case", case)).content.decode()


def settled(made: Made, clerk: User, desk: Client) -> Case:
    """Refused by the document itself, as there is no decision in this service."""
    made.case.orders.update(cancelled_at=made.case.filed_at)
    case = do(clerk, made.case, Act.ACCEPT)
    desk.post(of("case-letter", case), sent(case, Template.LETTER))
    version = Case.objects.get(pk=case.pk).version
    step = reverse("case-step", args=[case.pk, Act.ISSUE])
    desk.post(step, {"version": version, "outcome": Outcome.REFUSED, "confirmed": "1"})
    return Case.objects.get(pk=case.pk)


def test_words_that_are_missing_come_back_at_the_field(desk: Client, case: Case) -> None:
    answer = desk.post(of("case-letter", case), sent(case, Template.DECISION, title="", text="Odmawiam."))

    assert answer.status_code == 422
    assert "Odmawiam." in answer.content.decode()


@pytest.mark.usefixtures("village", "services")
def test_an_extract_without_known_parcels_is_refused_in_words(
    desk: Client, starostwo: Office, give_role: GiveRole
) -> None:
    visit = file(service_of(starostwo, "wizyta-komunikacja")).case
    desk.force_login(give_role(starostwo, Role.CASE_CLERK))

    answer = desk.post(of("case-letter", visit), sent(visit, Template.EXTRACT))

    assert answer.status_code == 409
    assert "nie ma działek" in answer.content.decode()


def split(deliver: Deliver) -> None:
    """Parcel 1 of the case was divided since it was filed."""
    deliver(
        "egib",
        document(
            precinct((0, 0, 200, 120), identifier=IN_BELZYCE),
            parcel("1", (0, 0, 40, 120), identifier=PARCEL, name="a", until=SPLIT, ended=True),
            parcel("1/1", (0, 0, 40, 60), identifier=f"{IN_BELZYCE}.1/1", name="f", since=SPLIT),
            parcel("1/2", (0, 60, 40, 60), identifier=f"{IN_BELZYCE}.1/2", name="g", since=SPLIT),
        ),
        accept=True,
    )


def test_an_extract_of_a_divided_parcel_is_made_of_what_came_of_it(desk: Client, case: Case, deliver: Deliver) -> None:
    split(deliver)

    extract = letters.extract_of(case)

    asked = desk.get(of("case-letter", case), {"wzor": Template.EXTRACT}).content.decode()
    assert [one.parcel.identifier for one in extract.subjects if one.parcel] == [
        f"{IN_BELZYCE}.1/1",
        f"{IN_BELZYCE}.1/2",
    ]
    assert f"obejmą działki, które z niej powstały: {IN_BELZYCE}.1/1, {IN_BELZYCE}.1/2" in asked


def test_an_extract_of_a_parcel_that_left_nothing_says_so(desk: Client, case: Case, deliver: Deliver) -> None:
    other = parcel("9", (0, 0, 40, 120), identifier=f"{IN_BELZYCE}.9", name="z")
    deliver("egib", document(precinct((0, 0, 200, 120), identifier=IN_BELZYCE), other), accept=True)
    Lineage.objects.all().delete()

    answer = desk.post(of("case-letter", case), sent(case, Template.EXTRACT))

    assert answer.status_code == 409
    assert "nic z niej nie powstało" in answer.content.decode()


def test_who_has_a_proxy_is_written_to_through_the_proxy(case: Case) -> None:
    CaseParty.objects.create(case=case, role=PartyRole.PROXY, name="Anna Zastępcza", address="ul. Kręta 2, Lublin")
    form = LetterForm(sent(case, Template.DECISION))
    assert form.is_valid()

    made = render_to_string(
        "cases/desk/letter.html", letters.context(case, letters.of_form(form), None, is_draft=False)
    )

    to = made.partition('class="to"')[2].partition("</div>")[0]
    assert to.index("Anna Zastępcza") < to.index("pełnomocnik strony: Jan Przykładowy") < to.index("ul. Kręta 2")
    assert "ul. Polna" not in to


def test_a_payment_is_noted_with_its_proof(desk: Client, case: Case) -> None:
    order = case.orders.get()

    desk.post(of("case-order-settle", case, order.pk), {"proof": ""})
    order.refresh_from_db()
    assert order.is_due
    desk.post(of("case-order-settle", case, order.pk), {"proof": "przelew 7"})
    order.refresh_from_db()
    assert order.settled_at is not None


def test_more_pages_are_topped_up_once(desk: Client, case: Case) -> None:
    for _time in range(2):
        desk.post(of("case-fee", case), {"pages": "9", "sheets": "2"})

    assert case.orders.count() == 2


def test_refunds_that_make_no_sense_are_refused(desk: Client, case: Case) -> None:
    order = case.orders.get()
    desk.post(of("case-order-settle", case, order.pk), {"proof": "przelew"})

    for amount in ("", "x", "-1", "1e9", "NaN", "9999999"):
        desk.post(of("case-order-refund", case, order.pk), {"amount": amount, "reason": "nadpłata"})

    assert not order.refunds.exists()


def test_strangers_touch_no_money(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)
    for name in ("case-order-settle", "case-order-cancel", "case-order-refund"):
        answer = client.post(of(name, case, case.orders.get().pk), {"proof": "x", "reason": "x", "amount": "1"})
        assert answer.status_code in (403, 404)
    assert case.orders.get().is_due
