"""Words of the national code lists, Polish whatever a reader's language is: they go into files and feeds."""

from functools import cache

from django.utils.translation import override

from plans.codes import PROFILES, ZONES, ActKind, Status


@cache
def titles() -> dict[str, str]:
    """Of kinds and statuses of acts, classes of land use and kinds of zones, by their codes."""
    zones = {kind.code: kind.name for kind in ZONES.values()}
    with override("pl"):
        named = {**dict(ActKind.choices), **dict(Status.choices), **PROFILES, **zones}
        return {code: str(title) for code, title in named.items()}
