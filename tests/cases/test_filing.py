"""Filing: what is checked, what is there afterwards, and that a second click files nothing more."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases import access, codes, drafts, expiry, filing, receipts, tasks
from cases.actors import of_user
from cases.catalogue.models import Service, SignPattern
from cases.clock.terms import day_of
from cases.drafts import Person
from cases.errors import Incomplete, NotNow, Stale
from cases.models import Case, CaseEvent, CaseStatus, Receipt
from cases.workflow import State
from sip.audit.chain import first_break
from sip.extracts.models import IssuedExtract
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import ANSWERS, APPLICANT, draft, file, service_of
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]


@pytest.fixture
def extract(belzyce: Office) -> Service:
    return service_of(belzyce, "wypis-wyrys")


def test_a_filed_case_has_its_sign_its_state_and_its_receipt(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,))

    case = Case.objects.get(pk=made.case.pk)
    assert case.sign == f"PP.6727.1.{day_of(timezone.now()).year}"
    assert (case.state, case.filed_at is not None, case.expires_at) == (State.FILED, True, None)
    assert case.deadline is not None
    assert receipts.is_whole(case.receipt)
    assert case.sign in case.receipt.content
    assert [status.state for status in case.statuses.all()] == [State.FILED]
    assert case.orders.get().amount == 30 + 20
    assert first_break() is None


def test_the_receipt_names_no_person(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,))

    assert "Przykład" not in made.filed.receipt.content
    assert "example.org" not in made.filed.receipt.content


def test_the_receipt_is_a_document_for_paper(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL, "działka 7, obręb nieznany"))

    assert receipts.receipt_pdf(made.filed.receipt).startswith(b"%PDF-1.7")


def test_the_same_click_twice_files_one_case_and_answers_alike(extract: Service) -> None:
    case, holder, _link = draft(extract, parcels=(PARCEL,))

    first = filing.case_file(actor=holder, case=case, version=case.version, key="a")
    second = filing.case_file(actor=holder, case=case, version=case.version, key="a")

    assert (first.is_new, second.is_new) == (True, False)
    assert (first.code, first.receipt, first.case.sign) == (second.code, second.receipt, second.case.sign)
    assert Receipt.objects.count() == Case.objects.filed().count() == 1


def test_another_click_on_a_filed_draft_is_refused(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,), key="a")

    with pytest.raises(NotNow):
        filing.case_file(actor=made.applicant, case=made.case, version=made.case.version, key="b")


def test_one_key_on_two_drafts_files_both(extract: Service) -> None:
    signs = {file(extract, parcels=(PARCEL,), key="a").case.sign for _draft in range(2)}

    assert len(signs) == 2


def test_sign_and_code_open_the_case_and_nothing_else_does(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,))
    sign = made.case.sign or ""

    opened = access.by_code(f" {sign.lower()} ", made.filed.code.lower())

    assert opened is not None
    assert opened[0] == made.case
    assert access.by_code(sign, codes.new_code()) is None
    assert access.by_code("PP.6727.99.2026", made.filed.code) is None


def test_the_link_of_a_draft_opens_it_until_its_time_is_over(extract: Service) -> None:
    begun = drafts.draft_begin(service=extract)

    assert drafts.draft_open(begun.link) is not None
    assert drafts.draft_open(begun.link[:-1]) is None
    Case.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert drafts.draft_open(begun.link) is None
    assert expiry.drafts_wipe_expired() == 1
    assert not Case.objects.exists()


def test_the_link_leads_to_the_filed_case_for_an_hour_only(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,))
    opened = drafts.draft_open(made.link)
    assert opened is not None
    assert opened[0] == made.case

    Case.objects.update(filed_at=timezone.now() - timedelta(hours=1))

    assert drafts.draft_open(made.link) is None


def test_an_incomplete_draft_is_kept_but_not_filed(extract: Service) -> None:
    case, holder, _link = draft(extract, answers={}, parcels=(), applicant=Person(email="jan@example.org"))

    with pytest.raises(Incomplete) as refused:
        filing.case_file(actor=holder, case=case, version=case.version, key="a")

    assert set(refused.value.problems) == {"scope", "delivery", "parcels", "name"}
    assert Case.objects.get().is_draft


def test_an_address_is_confirmed_before_filing_and_again_when_it_changes(extract: Service) -> None:
    case, holder, _link = draft(extract, parcels=(PARCEL,))
    token = drafts.confirming_token(case)
    changed = drafts.Written(answers=ANSWERS["wypis-wyrys"], applicant=Person(name="Jan", email="inny@example.org"))
    drafts.draft_save(actor=holder, case=case, version=case.version, written=changed)

    assert drafts.email_confirm(token) is None
    assert "email" in filing.problems_of(Case.objects.get())


def test_a_service_for_accounts_alone_is_not_filed_without_one(starostwo: Office, stranger: User) -> None:
    service = service_of(starostwo, "wypis-egib")
    case, _holder, _link = draft(service, parcels=(PARCEL,))
    assert "account" in filing.problems_of(case)

    Case.objects.filter(pk=case.pk).update(account=stranger)
    case.refresh_from_db()

    assert filing.case_file(actor=of_user(stranger), case=case, version=case.version, key="a").is_new


def test_a_stranger_files_nothing_and_saves_nothing(extract: Service, clerk: User, stranger: User) -> None:
    case, _holder, _link = draft(extract, parcels=(PARCEL,))
    other, other_holder, _other_link = draft(extract, parcels=(PARCEL,))
    written = drafts.Written(answers={}, applicant=APPLICANT)

    for actor in (of_user(clerk), of_user(stranger), other_holder):
        with pytest.raises(PermissionDenied):
            filing.case_file(actor=actor, case=case, version=case.version, key="a")
        with pytest.raises(PermissionDenied):
            drafts.draft_save(actor=actor, case=case, version=case.version, written=written)
    assert other.pk != case.pk


def test_what_was_saved_meanwhile_is_not_overwritten(extract: Service) -> None:
    case, holder, _link = draft(extract, parcels=(PARCEL,))
    written = drafts.Written(answers={}, applicant=APPLICANT)

    with pytest.raises(Stale):
        drafts.draft_save(actor=holder, case=case, version=case.version - 1, written=written)


@pytest.mark.parametrize("bad", ["a\0b", float("nan"), float("inf"), 10**40, ["x"] * 600, {"a": {"b": {"c": "d"}}}])
def test_answers_that_cannot_be_kept_are_refused(extract: Service, bad: object) -> None:
    with pytest.raises(Incomplete):
        draft(extract, answers={"plan": bad})


def test_clerks_type_in_what_came_on_paper(extract: Service, clerk: User) -> None:
    begun = drafts.draft_begin(service=extract, clerk=clerk)
    written = drafts.Written(
        answers=ANSWERS["wypis-wyrys"], applicant=Person(name="Jan", address="Bełżyce 1"), parcels=(PARCEL,)
    )
    case = drafts.draft_save(actor=of_user(clerk), case=begun.case, version=begun.case.version, written=written)

    assert filing.case_file(actor=of_user(clerk), case=case, version=case.version, key="a").is_new


def test_clerks_of_another_office_type_nothing_in(extract: Service, starostwo: Office, give_role: GiveRole) -> None:
    with pytest.raises(PermissionDenied):
        drafts.draft_begin(service=extract, clerk=give_role(starostwo, Role.CASE_CLERK))


def test_a_service_that_is_not_offered_is_not_begun(extract: Service) -> None:
    extract.is_offered = False

    with pytest.raises(NotNow):
        drafts.draft_begin(service=extract)


def test_the_office_writes_signs_its_own_way(extract: Service, belzyce: Office) -> None:
    SignPattern.objects.create(office=belzyce, pattern="{unit}-{class}/{number}/{year}")

    assert file(extract, parcels=(PARCEL,)).case.sign == f"PP-6727/1/{day_of(timezone.now()).year}"


@pytest.mark.parametrize("model", [CaseEvent, CaseStatus, Receipt])
def test_history_refuses_changes(extract: Service, model: type[CaseEvent]) -> None:
    file(extract, parcels=(PARCEL,))

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(case=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_a_code_is_the_same_for_its_key_and_told_by_nothing_else() -> None:
    assert codes.code_for("a") == codes.code_for("a") != codes.code_for("b")
    assert len(codes.code_for("a")) == len(codes.new_code())


def test_the_worker_forgets_a_draft_when_its_time_is_over_and_not_before(extract: Service) -> None:
    case, _holder, _link = draft(extract, parcels=(PARCEL,))
    waiting = DBTaskResult.objects.filter(task_path="cases.tasks.wipe_draft")
    before = waiting.count()

    tasks.wipe_draft.func(case.pk)
    assert (Case.objects.count(), waiting.count()) == (1, before + 1)

    Case.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    tasks.wipe_draft.func(case.pk)
    assert (Case.objects.count(), waiting.count()) == (0, before + 1)


def test_what_forgets_a_draft_is_written_with_it(extract: Service) -> None:
    waiting = DBTaskResult.objects.filter(task_path="cases.tasks.wipe_draft")
    with transaction.atomic():
        case, _holder, _link = draft(extract)
        assert waiting.get().args_kwargs["args"] == [case.pk]
        transaction.set_rollback(True)

    assert not waiting.exists()


def test_a_filed_case_is_no_draft_that_ends(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,))

    tasks.wipe_draft.func(made.case.pk)

    assert Case.objects.get() == made.case


@pytest.mark.parametrize("bad", ["a\0b", "x" * 401])
@pytest.mark.parametrize("field", ["name", "address", "phone", "delivery_address"])
def test_what_no_field_can_hold_is_refused(extract: Service, field: str, bad: str) -> None:
    with pytest.raises(Incomplete) as refused:
        draft(extract, applicant=Person(**{**asdict(APPLICANT), field: bad}))

    assert set(refused.value.problems) == {field}


def test_an_exemption_that_is_not_the_services_is_not_filed(extract: Service) -> None:
    case, _holder, _link = draft(extract, parcels=(PARCEL,), exemption="owner")

    assert set(filing.problems_of(case)) == {"exemption"}
    with pytest.raises(Incomplete):
        draft(extract, exemption="x" * 41)


def test_who_is_exempt_files_without_an_order(extract: Service) -> None:
    made = file(extract, parcels=(PARCEL,), exemption="public-body")

    assert not made.case.orders.exists()


def test_the_year_of_a_sign_is_polands(extract: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    case, holder, _link = draft(extract, parcels=(PARCEL,))
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(filing, "timezone", SimpleNamespace(now=lambda: new_year))

    filed = filing.case_file(actor=holder, case=case, version=case.version, key="klik")

    assert filed.case.sign == "PP.6727.1.2027"
    assert filed.case.filed_at == new_year


def test_a_parcel_named_twice_is_one(starostwo: Office) -> None:
    case, _holder, _link = draft(service_of(starostwo, "wypis-egib"), parcels=(PARCEL, f" {PARCEL}", " "))

    assert filing.fee_of(case).total == 40
    assert "parcels" not in filing.problems_of(case)


def test_more_parcels_than_a_service_takes_are_refused(extract: Service) -> None:
    case, _holder, _link = draft(extract, parcels=tuple(f"{IN_BELZYCE}.{number}" for number in range(1, 22)))

    assert set(filing.problems_of(case)) == {"parcels"}


def test_what_cannot_be_filed_takes_no_extracts(extract: Service) -> None:
    case, holder, _link = draft(extract, parcels=(PARCEL,), answers={})

    with pytest.raises(Incomplete):
        filing.case_file(actor=holder, case=case, version=case.version, key="klik")

    assert not IssuedExtract.objects.exists()
