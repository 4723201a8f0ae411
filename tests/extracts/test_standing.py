"""Whether an act binds on a day: one rule, in Python for extracts and in SQL for lists."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from plans.codes import ActKind, Status
from sip.extracts.standing import Standing, standing

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 6))
IN_SQL = {
    "preparation": Standing.COMING,
    "future": Standing.COMING,
    "past": Standing.PAST,
    "in-force": Standing.BINDING,
}


@given(
    kind=st.sampled_from([*ActKind.values, "inny"]),
    status=st.sampled_from([*Status.values, ""]),
    since=st.none() | DAYS,
    until=st.none() | DAYS,
    day=DAYS,
)
def test_both_languages_agree(kind: str, status: str, since: date | None, until: date | None, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan_standing(%s, %s, %s::date, %s::date, %s)", [kind, status, since, until, day])
        (told,) = cursor.fetchone()

    assert IN_SQL[told] is standing(kind, status, since, until, day)
