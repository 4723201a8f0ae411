"""A few questions to each operation as the OpenAPI document allows them, and as it does not, made by schemathesis.

`make conformance` asks 20,000 against a live server.
"""

from contextlib import suppress
from typing import Any

import hypothesis
import pytest
import schemathesis
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import Deliver
from tests.services.ogc.village import name_and_plan, settle

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SOME = hypothesis.settings(
    max_examples=6, derandomize=True, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@pytest.fixture
def asked(deliver: Deliver, live_server: LiveServer) -> schemathesis.BaseSchema:
    settle(deliver)
    name_and_plan(deliver)
    loaded = schemathesis.openapi.from_url(f"{live_server.url}/api/schema/")
    # No key is needed, and a wrong one is answered 401 before anything else.
    loaded.config.generation.update(with_security_parameters=False)
    return loaded


@pytest.mark.parametrize("mode", MODES)
def test_answers_are_what_the_document_says(asked: schemathesis.BaseSchema, mode: schemathesis.GenerationMode) -> None:
    operations = [found.ok() for found in asked.get_all_operations() if isinstance(found, Ok)]

    assert len(operations) > 30
    for operation in operations:
        # Of an operation without parameters nothing can be asked wrongly.
        with suppress(hypothesis.errors.Unsatisfiable):
            _ask(operation.as_strategy(generation_mode=mode))


def _ask(cases: hypothesis.strategies.SearchStrategy[schemathesis.Case[Any]]) -> None:
    @SOME
    @hypothesis.given(case=cases)
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
