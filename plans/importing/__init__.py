"""Import of planning data. Of APP files here: acts, zones, regulations, documents and drawings of one schema."""

from collections.abc import Sequence
from functools import partial

from plans.importing import engine
from plans.importing.check import check, survey
from plans.importing.read import Source
from plans.importing.read.app import Links
from plans.importing.read.names import names_in
from plans.importing.registers import REGISTERS
from sip.intake.contract import Job, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers


def run(job: Job) -> Result:
    """Take a delivery of APP files in, reading them twice: names may stand after the references to them."""
    opened = partial(Source, names_in(job.files))
    return engine.run(job, engine.Import(REGISTERS, open=opened, check=_check, survey=survey))


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    return registers.rollback(REGISTERS, delivery)


def _check(delivery: Delivery, sources: Sequence[engine.Source]) -> None:
    read = [source for source in sources if isinstance(source, Source)]
    met = [source.links for source in read]
    acts, parts = (set().union(*found) for found in ([links.acts for links in met], [links.parts for links in met]))
    if check(delivery, Links(acts, parts)):
        for source in read:  # the place is as written, and the code is wrong
            source.notes = [note for note in source.notes if note.code != "place-unproved"]
