"""Where planning stands in each gmina, as JSON."""

from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from sip.extracts.plan_register import ActRow
from sip.extracts.plan_states import GeneralPlan, State, states
from sip.services import parameters
from sip.services.answers import validated
from sip.services.rest import schema
from sip.services.rest.views import PlainView

ACT: Final = {
    "type": "object",
    "required": ["identifier", "title", "standing", "in_force_from"],
    "properties": {
        "identifier": {"type": "string"},
        "title": {"type": "string"},
        "standing": {"enum": ["in-force", "future", "preparation", "past"]},
        "in_force_from": {"type": ["string", "null"], "format": "date"},
    },
}
STATE: Final = {
    "type": "object",
    "required": ["unit", "name", "general_plan", "general_plans", "local_plans", "coverage_percent", "studies"],
    "properties": {
        "unit": {"type": "string", "description": "six digits of the gmina's TERYT code"},
        "name": {"type": "string"},
        "general_plan": {
            "enum": GeneralPlan.values,
            "description": "`none` where the office declared its data complete, else `unknown`",
        },
        "general_plans": {"type": "array", "items": ACT},
        "local_plans": {"type": "integer", "description": "how many local plans bind"},
        "coverage_percent": {
            "type": ["number", "null"],
            "description": "of the gmina's outline under them; null where nothing is known",
        },
        "studies": {"type": "array", "items": ACT},
    },
}
ANSWER: Final = {
    "type": "object",
    "required": ["date", "states"],
    "properties": {"date": {"type": "string", "format": "date"}, "states": {"type": "array", "items": STATE}},
}
EXAMPLE: Final = {
    "date": "2026-11-22",
    "states": [
        {
            "unit": "060902",
            "name": "Zmyślin",
            "general_plan": "in-force",
            "general_plans": [
                {
                    "identifier": "PL.ZIPPZP.9999/060902-POG/1POG",
                    "title": "Plan ogólny gminy Zmyślin",
                    "standing": "in-force",
                    "in_force_from": "2025-04-01",
                }
            ],
            "local_plans": 3,
            "coverage_percent": 27.4,
            "studies": [],
        }
    ],
}


class PlanningStatesView(PlainView):
    @extend_schema(
        operation_id="planning_states",
        summary="Where planning stands in each gmina",
        parameters=[schema.DAY],
        responses={
            (200, "application/json"): OpenApiResponse(
                ANSWER, examples=[OpenApiExample("answer", value=EXAMPLE, media_type="application/json")]
            ),
            **{(status, "application/problem+json"): schema.problem(status) for status in (400, 429)},
        },
        tags=["planning-states"],
    )
    def get(self, request: HttpRequest) -> HttpResponseBase:
        query = parameters.read(request, ("date",))
        day = parameters.day(query, "date") or localdate()
        parameters.end_of(day)
        body = {"date": day, "states": [_state(state) for state in states(day)]}
        return validated(request, orjson.dumps(body), "application/json", day=day)


def _state(state: State) -> dict[str, Any]:
    percent = state.percent
    return {
        "unit": state.gmina.code,
        "name": state.gmina.name,
        "general_plan": state.general_plan,
        "general_plans": [_act(act) for act in state.gmina.general],
        "local_plans": state.gmina.local_count,
        "coverage_percent": None if percent is None else float(percent),
        "studies": [_act(act) for act in state.gmina.studies],
    }


def _act(act: ActRow) -> dict[str, Any]:
    return {
        "identifier": act.identifier,
        "title": act.title,
        "standing": act.standing,
        "in_force_from": act.in_force_from,
    }
