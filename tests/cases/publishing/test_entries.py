"""What of a case stands in its public register, and when: by the register's rule, whatever way the case changes."""

import pytest
from django.utils import timezone

from cases.clock.terms import day_of
from cases.models import Case, PublicEntry, Service
from cases.publishing.models import ListedFrom, PublicRegister, PublicVersion
from cases.workflow import Act, Outcome
from sip.extracts import public_registers
from sip.extracts.public_registers import Wanted, entries
from sip.offices.models import Office
from tests.cases.making import do, draft, file, service_of
from tests.cases.publishing.conftest import PARCEL, TREE, Town

pytestmark = pytest.mark.django_db
WZ, TREES = "warunki-zabudowy", "usuwanie-drzew"


def listed(register: str) -> list[str]:
    return [entry.sign for entry in entries(Wanted(register=register), 100)]


def version() -> int:
    return sum(PublicVersion.objects.values_list("version", flat=True))


def test_a_decision_is_listed_from_the_day_it_is_made(town: Town) -> None:
    case = do(town.clerk, town.filed(WZ), Act.ACCEPT)
    assert listed(WZ) == []

    do(town.clerk, case, Act.DECIDE, outcome=Outcome.PARTLY)

    (entry,) = entries(Wanted(register=WZ), 10)
    today = day_of(timezone.now())
    assert (entry.sign, entry.outcome, entry.decided_on, entry.filed_on) == (case.sign, "partly", today, today)
    assert (list(entry.parcels), entry.office, entry.standing) == ([PARCEL], town.office.slug, "")


def test_a_notice_is_listed_from_the_day_it_is_filed(town: Town) -> None:
    case = town.filed("usuniecie-drzewa")

    (entry,) = entries(Wanted(register=TREES), 10)
    assert (entry.sign, entry.stage, entry.outcome, entry.decided_on) == (case.sign, "pending", "", None)


def test_a_case_of_another_service_is_listed_nowhere(town: Town) -> None:
    file(service_of(town.office, "wypis-wyrys"), parcels=(PARCEL,))

    assert PublicEntry.objects.count() == 0


def test_a_draft_is_listed_nowhere(town: Town) -> None:
    draft(service_of(town.office, "usuniecie-drzewa"), parcels=(PARCEL,), **TREE)

    assert PublicEntry.objects.count() == 0


@pytest.mark.parametrize("outcome", [Outcome.DISCONTINUED, Outcome.UNEXAMINED])
def test_what_decided_nothing_is_no_decision(town: Town, outcome: Outcome) -> None:
    town.decided(WZ, outcome)

    assert listed(WZ) == []


@pytest.mark.parametrize("code", [WZ, "usuniecie-drzewa"])
def test_a_voided_case_is_gone_and_leaves_a_mark_in_the_feed_alone(town: Town, code: str) -> None:
    case = town.decided(code)
    register = PublicEntry.objects.get(case=case).register_id
    assert listed(register) == [case.sign]

    do(town.head, case, Act.VOID, reason="Pomyłka Tajnowski")

    assert listed(register) == []
    identifier = str(PublicEntry.objects.get(case=case).identifier)
    assert [one.identifier for one in public_registers.removed(Wanted(register=register), None)] == [identifier]


def test_a_withdrawn_notice_says_so(town: Town) -> None:
    do(town.clerk, town.filed("usuniecie-drzewa"), Act.WITHDRAW)

    assert [entry.stage for entry in entries(Wanted(register=TREES), 10)] == ["withdrawn"]


def test_what_an_office_waits_for_is_nobodys_matter(town: Town) -> None:
    case = do(town.clerk, town.filed("usuniecie-drzewa"), Act.ACCEPT)
    due = day_of(timezone.now()).replace(year=day_of(timezone.now()).year + 1)
    do(town.clerk, case, Act.ASK_COMPLETION, words="Brak podpisu", until=due)

    assert [entry.state for entry in entries(Wanted(register=TREES), 10)] == ["w toku"]


def test_a_case_reopened_and_decided_again_has_the_second_day(town: Town) -> None:
    case = do(town.clerk, town.decided(WZ), Act.CLOSE)
    do(town.head, case, Act.REOPEN, reason="Wznowienie")
    assert listed(WZ) == []

    do(town.clerk, case, Act.DECIDE, outcome=Outcome.REFUSED)

    (entry,) = entries(Wanted(register=WZ), 10)
    assert entry.outcome == "refused"
    assert PublicEntry.objects.filter(case=case).count() == 1


def test_an_entry_is_the_same_through_all_its_changes(town: Town) -> None:
    case = town.filed("usuniecie-drzewa")
    before = PublicEntry.objects.get(case=case)
    do(town.clerk, do(town.clerk, case, Act.ACCEPT), Act.DECIDE, outcome=Outcome.NO_OBJECTION)

    after = PublicEntry.objects.get(case=case)
    assert (after.identifier, after.published_at) == (before.identifier, before.published_at)
    assert after.changed_at > before.changed_at


def test_a_transferred_case_stands_with_its_new_office(town: Town, starostwo: Office) -> None:
    do(town.clerk, town.filed("usuniecie-drzewa"), Act.TRANSFER, office=starostwo, reason="Właściwość")

    assert [entry.office for entry in entries(Wanted(register=TREES), 10)] == [starostwo.slug]


def test_the_version_grows_only_when_what_is_public_changes(town: Town) -> None:
    case = do(town.clerk, town.filed(WZ), Act.ACCEPT)
    do(town.clerk, case, Act.NOTE, reason="Nic")
    assert version() == 0

    do(town.clerk, case, Act.DECIDE, outcome=Outcome.GRANTED)
    assert version() == 1
    do(town.clerk, case, Act.NOTE, reason="Nic")
    assert version() == 1


def test_a_service_given_to_a_register_brings_its_cases(town: Town) -> None:
    case = file(service_of(town.office, "wypis-wyrys"), parcels=(PARCEL,)).case
    service = case.service
    service.register_id = TREES
    service.save()
    assert listed(TREES) == [case.sign]

    service.register = None
    service.save()
    assert listed(TREES) == []


def test_a_register_that_lists_from_filing_brings_what_is_open(town: Town) -> None:
    case = town.filed(WZ)

    PublicRegister.objects.filter(code=WZ).update(listed_from=ListedFrom.FILED)

    assert listed(WZ) == [case.sign]


def test_each_office_says_by_its_own_services_what_is_public(town: Town, starostwo: Office) -> None:
    Service.objects.filter(office=town.office, code=WZ).update(register=None)

    assert PublicRegister.objects.get(code=WZ).services.count() == 0
    town.decided(WZ)
    assert listed(WZ) == []


def test_cases_written_many_at_once_are_listed(town: Town) -> None:
    cases = [town.filed("usuniecie-drzewa") for _number in range(3)]

    Case.objects.filter(pk__in=[case.pk for case in cases]).update(state="handed-over", closed_at=timezone.now())

    assert {entry.stage for entry in entries(Wanted(register=TREES), 10)} == {"handed-over"}


def test_a_drawn_tree_is_found_by_the_parcel_it_stands_on(town: Town, tree_point: dict[str, object]) -> None:
    case = town.filed("usuniecie-drzewa", **tree_point)

    assert [entry.sign for entry in public_registers.on_parcel(PARCEL)] == [case.sign]
    assert PublicEntry.objects.get(case=case).precincts == [PARCEL.rpartition(".")[0]]
    assert public_registers.on_parcel(f"{PARCEL.rpartition('.')[0]}.2/1") == []


def test_pages_of_a_register_lose_and_repeat_nothing(town: Town) -> None:
    signs = [town.filed("usuniecie-drzewa").sign for _number in range(5)]

    found, after = [], None
    while page := entries(Wanted(register=TREES, after=after), 2):
        found += [entry.sign for entry in page]
        after = (page[-1].day, page[-1].id)
    assert found == signs[::-1]
