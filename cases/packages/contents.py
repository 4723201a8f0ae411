"""What a package says of a case: the published format of case.json, from which its JSON Schema is made.

A change that readers of FORMAT would stumble over needs the next number; the old schema stays beside the new one.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "sip-case-package"
VERSION: Final = 1

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Złoty and hectares as decimal text, so that no reader rounds them.
Decimals = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Office(Said):
    slug: str
    name: str
    unit: str = Field(description="TERYT code of the office's gmina or powiat")


class Coded(Said):
    """A value of a list: `code` for machines, `name` in Polish."""

    code: str
    name: str


class Sign(Said):
    """`number` and `year` are missing where a former register's sign follows another pattern."""

    text: str
    given_by: str = Field(description="slug of the office that gave it")
    unit: str
    jrwa_class: str
    group: str
    number: int | None
    year: int | None


class Form(Said):
    number: int
    json_schema: dict[str, Any]
    ui: dict[str, Any]


class Service(Said):
    code: str
    name: str
    legal_basis: str
    periods: dict[str, Any] = Field(description="terms in force when the case was filed")
    form: Form


class Party(Said):
    role: Coded
    kind: Coded
    name: str
    identifier: str
    email: str
    email_confirmed_at: datetime | None
    phone: str
    address: str
    delivery_address: str


class Worker(Said):
    """Someone of an office who acted in the case; `number` is what events and audit name them by."""

    number: int
    name: str
    roles: list[str] = Field(description="capacities they acted in, and `assignee`")


class Status(Said):
    state: Coded
    since: datetime


class Event(Said):
    at: datetime
    act: Coded
    who: Coded
    actor: int | None
    office: str
    before: str
    after: str
    version: int
    data: dict[str, Any]


class Mark(Said):
    mark: Coded
    day: date
    basis: str
    until: date | None


class Clock(Said):
    deadline: date | None
    is_stopped: bool
    closed_on: date | None
    explanation: list[str]
    events: list[Mark]


class Parcel(Said):
    """A parcel as filed. `content` is the canonical text that `sha256` is of; its geometry is WKB in EPSG:2180."""

    position: int
    typed: str
    identifier: str
    is_known: bool
    registered_area_ha: Decimals | None
    computed_area_m2: Decimals | None
    land_use: list[dict[str, Any]]
    extract_digest: str
    data_date: date | None
    taken_at: datetime
    content: str
    sha256: Sha256


class Shape(Said):
    """A version of the case's shape; it lies in the geometry files under `shape-<number>`."""

    number: int
    source: Coded
    reason: str
    actor: int | None
    at: datetime


class Attempt(Said):
    """`reference` is the office's number of it, `number` the provider's, once it is paid."""

    provider: str
    account: str
    reference: str
    number: str
    state: Coded
    paid_amount: Decimals | None
    started_at: datetime
    ended_at: datetime | None


class Refund(Said):
    """`reference` is the number of one that the provider was asked for; one it rejected gave nothing back."""

    state: Coded
    reference: str
    answer: str
    amount: Decimals
    reason: str
    noted_by: int
    noted_at: datetime


class Order(Said):
    """Money is PLN."""

    why: Coded
    amount: Decimals
    lines: list[dict[str, Any]]
    created_at: datetime
    settled_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    proof: str
    attempts: list[Attempt]
    refunds: list[Refund]


class Message(Said):
    """Words between office and applicant; `audience` office: a note of the office's own."""

    at: datetime
    act: Coded
    who: Coded
    actor: int | None
    audience: Coded
    words: str
    read_at: datetime | None


class Task(Said):
    kind: Coded
    parcel: str
    data: dict[str, Any]
    created_at: datetime
    done_at: datetime | None
    done_by: int | None


LeftOut = Literal["infected", "unchecked", "missing", "changed", "erased"]


class Document(Said):
    """`path` is its file in the package; where there is none `left_out` says why. Of an erased one nothing tells."""

    number: int
    path: str | None
    left_out: LeftOut | None
    origin: Coded
    title: str
    name: str
    wanted: str
    claimed_type: str
    detected_type: str
    size: int
    sha256: Sha256 | Literal[""]
    scan: Coded
    version: int
    replaces: int | None
    added_by: int | None
    added_at: datetime
    issued_at: datetime | None


class Receipt(Said):
    """Proof of receipt (UPO); `sha256` is of `content`."""

    received_at: datetime
    content: str
    sha256: Sha256


class Included(Said):
    """What the one who made the package chose."""

    internal_notes: bool
    looks: bool
    unchecked_documents: bool


class Package(Said):
    """A case, whole. Moments are UTC, days are days in Poland."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="SIP case package, case.json")

    format: Literal["sip-case-package"]
    version: Literal[1]
    included: Included
    sign: Sign
    office: Office
    service: Service
    state: Coded
    case_version: int
    channel: Coded
    outcome: Coded | None
    filed_at: datetime
    closed_at: datetime | None
    archive_category: str
    kept_until: date | None
    anonymised_at: datetime | None = Field(
        description="when its people were taken out: digests are then of what is no more"
    )
    answers: dict[str, Any]
    exemption: str
    legacy: dict[str, Any] | None = Field(description="of a case moved from a former register: what stood there")
    parties: list[Party]
    workers: list[Worker]
    statuses: list[Status]
    events: list[Event]
    clock: Clock
    parcels: list[Parcel]
    shapes: list[Shape]
    orders: list[Order]
    messages: list[Message]
    tasks: list[Task]
    documents: list[Document]
    receipt: Receipt | None
