"""What layers are read from for another day: versions of a register, and what the law says of that day.

The statements name two parameters: `day`, and `midnight`, the moment that the day ends.
"""

from typing import Final

from plans.codes import THEME_OF, Status

_PREPARED: Final = f"status IN ('{Status.ELABORATION.value}', '{Status.ADOPTION.value}')"
_THEMES: Final = " ".join(f"WHEN '{kind.value}' THEN '{theme.value}'" for kind, theme in THEME_OF.items())
THEME: Final = f"CASE kind {_THEMES} END"
ON_DAY: Final = "valid_from < %(midnight)s::timestamptz AND (valid_to IS NULL OR valid_to >= %(midnight)s::timestamptz)"

# A zone binds no longer than its act does, though its own row may not say so.
_OF_ACT: Final = """(SELECT own.id, own.identifier, own.namespace, own.local_id, own.act, own.designation, own.{column},
        act.theme, CASE WHEN act.status <> 'legalForce' THEN act.status ELSE own.status END AS status,
        greatest(own.in_force_from, act.in_force_from) AS in_force_from,
        least(own.in_force_to, act.in_force_to) AS in_force_to, own.valid_from, own.valid_to, own.geom
    FROM {history} AS own LEFT JOIN LATERAL (
        SELECT {theme} AS theme, status, in_force_from, in_force_to FROM planning_act_history_public
        WHERE identifier = own.act ORDER BY {order} LIMIT 1) AS act ON true
    WHERE {condition}) AS {name}"""
_VERSIONS: Final = """(
    SELECT * FROM {history} WHERE valid_to IS NULL AND valid_from < %(midnight)s::timestamptz
    UNION ALL
    SELECT * FROM {history} WHERE valid_to >= %(midnight)s::timestamptz AND valid_from < %(midnight)s::timestamptz
    ) AS versions"""
_HELD: Final = """(SELECT * FROM {source}
    WHERE (valid_to IS NULL OR valid_to >= %(midnight)s::timestamptz)
        AND (in_force_to IS NULL OR in_force_to > %(day)s::date)
        AND {since}
        AND (valid_from < %(midnight)s::timestamptz OR {dated} AND NOT EXISTS (
            SELECT FROM {history} AS earlier
            WHERE earlier.local_id = version.local_id AND earlier.namespace = version.namespace
                AND earlier.valid_from < version.valid_from))) AS versions"""


def versions(history: str) -> str:
    """Rows of a register in force when the day ended.

    Current rows and ended ones are asked for apart, as each kind has an index of its own.
    """
    return _VERSIONS.format(history=history)


def of_act(history: str, column: str) -> str:
    """Current rows of zones or regulations with the theme of their act, and with its status where it binds nobody."""
    return _OF_ACT.format(
        history=history, column=column, theme=THEME, order="valid_to DESC", condition="own.valid_to IS NULL", name="own"
    )


def of_act_on_day(history: str, column: str) -> str:
    order = f"({ON_DAY}) DESC, valid_from"
    source = _OF_ACT.format(history=history, column=column, theme=THEME, order=order, condition="true", name="version")
    return _planned(source, history)


def acts(history: str) -> str:
    return _planned(f"{history} AS version", history)


def _planned(source: str, history: str) -> str:
    """What bound on the day, and what was being prepared.

    The law's days count before the register began to keep an object too: its earliest version speaks for it.
    What the law gives no first day holds as long as the register knows it; what is over and has no last day, never.
    """
    bound = "in_force_from <= %(day)s::date OR in_force_from IS NULL"
    since = f"({_PREPARED} OR (status = 'legalForce' OR in_force_to IS NOT NULL) AND ({bound}))"
    return _HELD.format(
        source=source, history=history, since=since, dated=f"in_force_from IS NOT NULL AND NOT {_PREPARED}"
    )


def restrictions(history: str) -> str:
    """The same for what has no status."""
    since = "(in_force_from IS NULL OR in_force_from <= %(day)s::date)"
    return _HELD.format(source=f"{history} AS version", history=history, since=since, dated="in_force_from IS NOT NULL")
