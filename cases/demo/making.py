"""Makes invented cases of demo offices: filed and led on over two years, the same for the same seed and day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone

from cases import actions, drafts, filing
from cases.actors import Actor, holding, of_user
from cases.catalogue.models import Place, Service
from cases.clock.terms import WARSAW, day_of
from cases.demo import ways, words
from cases.demo.moments import acting_at
from cases.documents.actions import Incoming, document_add
from cases.drafts import Person, Written
from cases.land.follow import follow
from cases.land.models import Source
from cases.models import Case
from cases.payments.actions import order_settle
from cases.workflow import TABLE, Act, State, Who
from parcels.models import Lineage, Parcel
from sip.extracts.pdf import pdf
from sip.offices.areas import registration_codes
from sip.offices.models import Office, Role, User

TWO_YEARS: Final = 720
# Of this age at most are those that nobody got on with; a few of them are late.
FRESH: Final = 55
DRAFTS: Final = 6
# Each so many-th case is of the resident who can sign in.
OWN: Final = 25
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Staffed:
    """An office with those who work on its cases, what it offers, and parcels of its area, some split since."""

    office: Office
    clerks: tuple[User, ...]
    head: User
    services: tuple[Service, ...]
    parcels: tuple[str, ...]
    split: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    at: datetime
    place: Staffed
    stages: Sequence[ways.Stage]
    parcel: str = ""
    account: User | None = None


@transaction.atomic
def make_cases(count: int, seed: int, progress: Progress = lambda _done, _all: None) -> int:
    """COUNT filed cases and a few drafts; returns how many were filed. Nothing where no demo office has parcels."""
    rng = Random(seed)  # noqa: S311 - invented data
    places = [place for office in Office.objects.order_by("pk") if (place := _staffed(office))]
    plans = sorted(_plans(rng, places, count), key=lambda plan: plan.at) if places else []
    resident = User.objects.filter(is_resident=True).order_by("pk").first()
    plans = [replace(plan, account=resident) if at % OWN == OWN - 1 else plan for at, plan in enumerate(plans)]
    for done, plan in enumerate(plans):
        _led(rng, plan)
        progress(done + 1, len(plans))
    for _number in range(DRAFTS if plans else 0):
        with acting_at(_moment(rng, timezone.now() - timedelta(days=rng.randint(1, 5)))):
            _draft(rng, rng.choice(places), "", holder_only=True)
    for delivery in Lineage.objects.order_by("published_by").values_list("published_by", flat=True).distinct():
        follow(delivery)
    return len(plans)


def _staffed(office: Office) -> Staffed | None:
    people = User.objects.filter(memberships__office=office).order_by("pk")
    clerks = tuple(people.filter(memberships__role=Role.CASE_CLERK, memberships__office=office).distinct())
    head = people.filter(memberships__role=Role.CASE_HEAD, memberships__office=office).first()
    services = tuple(Service.objects.filter(office=office, is_offered=True))
    units = registration_codes(office.unit_id)
    parcels = tuple(
        Parcel.objects.current().filter(unit_code__in=units).order_by("identifier").values_list("identifier", flat=True)
    )
    if not (clerks and head and services and parcels):
        return None
    return Staffed(office, clerks, head, services, parcels, tuple(_split(units)))


def _split(units: tuple[str, ...]) -> Iterator[tuple[str, datetime]]:
    """Parcels divided in the last year, with the moment."""
    since = timezone.now() - timedelta(days=TWO_YEARS // 2)
    rows = Lineage.objects.filter(kind=Lineage.Kind.SPLIT, happened_at__gte=since, predecessor__startswith=units[0][:6])
    codes = tuple(f"{unit}." for unit in units)
    found = rows.order_by("predecessor").values_list("predecessor", "happened_at").distinct()
    return ((parcel, moment) for parcel, moment in found if parcel.startswith(codes))


def _plans(rng: Random, places: list[Staffed], count: int) -> Iterator[Plan]:
    """A quarter are open ones; a few lie on parcels that were divided after the application."""
    now = timezone.now()
    for number in range(count):
        place = rng.choice(places)
        if number % 4 == 0:
            age = rng.randint(0, FRESH)
            yield Plan(_moment(rng, now - timedelta(days=age)), place, rng.choice(ways.LEFT))
        elif number % 25 == 1 and place.split:
            parcel, divided = rng.choice(place.split)
            filed = min(divided, now) - timedelta(days=rng.randint(5, 25))
            yield Plan(_moment(rng, filed), place, ways.LEFT[rng.choice((1, 4, 7))], parcel)
        else:
            age = rng.randint(3, TWO_YEARS)
            yield Plan(_moment(rng, now - timedelta(days=age)), place, ways.way(rng))


def _moment(rng: Random, near: datetime) -> datetime:
    """In working hours of that day, never later than it really is."""
    hour = time(rng.randint(7, 15), rng.randint(0, 59), tzinfo=WARSAW)
    return min(datetime.combine(day_of(near), hour), near)


def _led(rng: Random, plan: Plan) -> None:
    """File a case and take its steps as long as they are not in the future."""
    with acting_at(plan.at):
        case, holder = _filed(rng, plan)
        _date(case)
    clerk, moment, now = rng.choice(plan.place.clerks), plan.at, timezone.now()
    for stage in plan.stages:
        moment = _moment(rng, moment + timedelta(days=rng.randint(stage.least, stage.most), hours=1))
        if moment >= now:
            return
        with acting_at(max(moment, plan.at)):
            case = _taken(rng, case, stage.act, clerk, plan.place.head, holder)
            _date(case)


def _date(case: Case) -> None:
    """Put what dates itself by the model's own default, which nobody can tell the time, at the present moment."""
    moment = timezone.now()
    case.documents.filter(added_at__gt=moment).update(added_at=moment)
    case.orders.filter(created_at__gt=moment).update(created_at=moment)
    case.mails.filter(written_at__gt=moment).update(written_at=moment)


def _filed(rng: Random, plan: Plan) -> tuple[Case, Actor]:
    case, actor = _draft(rng, plan.place, plan.parcel, account=plan.account)
    filed = filing.case_file(actor=actor, case=case, version=case.version, key=f"demo-{case.pk}")
    return filed.case, actor if plan.account else holding(filed.case)


def _draft(
    rng: Random, place: Staffed, parcel: str, *, holder_only: bool = False, account: User | None = None
) -> tuple[Case, Actor]:
    """Of a resident, or typed in by a clerk where the service wants an account."""
    offered = [service for service in place.services if service.place == Place.PARCELS or not parcel]
    service = rng.choice([one for one in offered if one.without_account or not holder_only])
    clerk = None if service.without_account or account else rng.choice(place.clerks)
    case = drafts.draft_begin(service=service, clerk=clerk, account=account).case
    acting = clerk or account
    actor = of_user(acting) if acting else holding(case)
    written = _written(rng, place, service, parcel)
    if account:
        written = replace(written, applicant=Person(name=account.name, email=account.contact))
    case = drafts.draft_save(actor=actor, case=case, version=case.version, written=written)
    for wanted in service.wanted_documents:
        if wanted.required:
            document_add(actor=actor, case=case, incoming=_paper(wanted.name, wanted.code))
    if acting is None:
        drafts.email_confirm(drafts.confirming_token(case))
    return case, actor


def _written(rng: Random, place: Staffed, service: Service, parcel: str) -> Written:
    day = (day_of(timezone.now()) + timedelta(days=rng.randint(3, 30))).isoformat()
    land: dict[str, Any] = {}
    if service.place != Place.NONE:
        chosen = [parcel] if parcel else _neighbours(rng, place)
        land = {"parcels": chosen}
        if service.place == Place.SHAPE or (service.place == Place.AREA and rng.random() < 0.5):
            land |= {"shape": _shape(chosen[0]), "shape_source": Source.DRAWN}
    applicant: Person = words.person(rng)
    return Written(answers=words.answers(rng, service, day), applicant=applicant, **land)


def _neighbours(rng: Random, place: Staffed) -> list[str]:
    """One to three parcels that follow one another in the register."""
    at = rng.randrange(max(1, len(place.parcels) - 2))
    return list(place.parcels[at : at + rng.choice((1, 1, 1, 2, 3))])


def _shape(identifier: str) -> GEOSGeometry | None:
    """A place within the parcel, as someone would draw it."""
    parcel = Parcel.objects.filter(identifier=identifier).order_by("-valid_from").first()
    return parcel.geom.point_on_surface.buffer(6, 4) if parcel else None


def _taken(rng: Random, case: Case, act: Act, clerk: User, head: User, holder: Actor) -> Case:
    """The case after the step; where the service does without the step, as it was."""
    step = TABLE[State(case.state)].get(act)
    if step is None or act in case.service.own_way.without:
        return case
    if act in (Act.PAID, Act.ISSUE):
        _settle(case, clerk)
    if act is Act.ISSUE:
        document_add(actor=of_user(clerk), case=case, incoming=_paper(case.service.name))
    case.refresh_from_db()
    if act is Act.PAID:
        return case
    actor = holder if Who.APPLICANT in step.who and act is not Act.NOTE else of_user(clerk)
    actor = of_user(head) if step.who == {Who.HEAD} else actor
    what = ways.given(rng, act, case, day_of(timezone.now()), clerk)
    return actions.case_do(actor=actor, case=case, act=act, version=case.version, given=what)


def _settle(case: Case, clerk: User) -> None:
    for order in case.orders.filter(settled_at=None, cancelled_at=None):
        order_settle(actor=of_user(clerk), order=order, proof="przelew, wyciąg demonstracyjny")


def _paper(title: str, wanted: str = "") -> Incoming:
    return Incoming([_blank()], f"{wanted or 'dokument'}.pdf", "application/pdf", title, wanted)


@cache
def _blank() -> bytes:
    return pdf(
        '<html lang="pl"><title>Dokument pokazowy</title><h1>Dokument pokazowy</h1><p>Treść zmyślona.</p></html>'
    )
