"""All models of the room: those of a case here, each subject's own in its folder."""

from cases.api.models import ClientFiling
from cases.archive.models import ArchiveChange
from cases.catalogue.models import Service, ServiceForm, SignPattern
from cases.changes.models import CaseChange
from cases.clients.models import Client
from cases.desk.geometry.models import ShapeEditing
from cases.desk.models import CaseView
from cases.documents.models import Document
from cases.hooks.models import Hook, HookDelivery
from cases.land.models import CaseGeometry, ParcelSnapshot
from cases.legacy.models import LegacyCase, LegacyRun
from cases.mails.models import Mail
from cases.models.case import Case, CaseParty, Channel, PartyKind, PartyRole
from cases.models.filing import Receipt, SignCounter
from cases.models.history import Audience, CaseClockEvent, CaseEvent, CaseNote, CaseStatus
from cases.models.tally import Tally
from cases.models.tasks import CaseTask, TaskKind
from cases.neighbours.models import Neighbour, NeighbourList, PartyLetter
from cases.payments.models import Attempt, Order, Refund
from cases.publishing.models import PublicEntry, PublicRegister, PublicVersion
from cases.reports.models import MapReport, MapReportStep
from cases.watches.models import PlanNotice, PlanWatch

__all__ = [
    "ArchiveChange",
    "Attempt",
    "Audience",
    "Case",
    "CaseChange",
    "CaseClockEvent",
    "CaseEvent",
    "CaseGeometry",
    "CaseNote",
    "CaseParty",
    "CaseStatus",
    "CaseTask",
    "CaseView",
    "Channel",
    "Client",
    "ClientFiling",
    "Document",
    "Hook",
    "HookDelivery",
    "LegacyCase",
    "LegacyRun",
    "Mail",
    "MapReport",
    "MapReportStep",
    "Neighbour",
    "NeighbourList",
    "Order",
    "ParcelSnapshot",
    "PartyKind",
    "PartyLetter",
    "PartyRole",
    "PlanNotice",
    "PlanWatch",
    "PublicEntry",
    "PublicRegister",
    "PublicVersion",
    "Receipt",
    "Refund",
    "Service",
    "ServiceForm",
    "ShapeEditing",
    "SignCounter",
    "SignPattern",
    "Tally",
    "TaskKind",
]
