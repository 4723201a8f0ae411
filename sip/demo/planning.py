"""Planning of the demo: delivered step by step through the doors that real files use, and what of it is complete."""

from collections.abc import Iterator

from plans.codes import PlanTheme
from plans.demo.write import Step, Written
from plans.models import ThemeCoverage
from sip.intake import actions
from sip.intake.contract import Progress
from sip.intake.models import Delivery
from sip.offices.models import Office


def deliver(written: Written, office: Office | None, progress: Progress) -> Iterator[Delivery]:
    """The delivery that each step became, in their order; then the themes that are known in full are declared."""
    for step in written.steps:
        yield _delivered(step, office, progress)
    _declare(PlanTheme.LOCAL, written.covered, written)
    for theme in (PlanTheme.GENERAL, PlanTheme.STUDY):
        _declare(theme, written.gminas, written)


def _delivered(step: Step, office: Office | None, progress: Progress) -> Delivery:
    told = {"act": step.act, "theme": step.theme, "covers": list(step.covers)}
    delivery = actions.receive(
        kind=step.kind,
        files=list(step.files),
        office=office,
        data_date=step.day,
        options={name: value for name, value in told.items() if value},
    )
    return actions.process(delivery, progress=progress, accept=True)


def _declare(theme: PlanTheme, gminas: tuple[str, ...], written: Written) -> None:
    """Without it nobody can say of a gmina that it has no such plan."""
    for code in gminas:
        ThemeCoverage.objects.get_or_create(theme=theme, unit_code=code, defaults={"as_of": written.day})
