"""Import of planning data. Of APP files here: acts, zones, regulations, documents and drawings of one schema."""

from collections.abc import Sequence

from plans.importing import engine
from plans.importing.check import check
from plans.importing.read import Source
from plans.importing.registers import REGISTERS
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers


def run(job: Job) -> Result:
    """Take a delivery of APP files in."""
    return engine.run(job, engine.Import(REGISTERS, open=Source, check=_check))


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return registers.rollback(REGISTERS, delivery)


def _check(delivery: Delivery, sources: Sequence[engine.Source]) -> None:
    acts = (source.acts for source in sources if isinstance(source, Source))
    check(delivery, set().union(*acts))
