"""What operators and load balancers ask: alive, ready, metrics."""

import os
from collections.abc import Callable

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from sip.services.maps.pool import missing

# The worker names itself by this in the database's list of sessions (settings.DATABASES).
WORKER_NAME = "sip db_worker"


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """503 with the reason as long as a part is missing."""
    checks = {name: _attempt(check) for name, check in CHECKS.items()}
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {**checks, "maps": _maps()}, status=200 if ready else 503, headers={"Cache-Control": "no-store"}
    )


def metrics(_request: HttpRequest) -> HttpResponse:
    """Prometheus text over all web processes of this host, or of this one where they do not share a folder."""
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _attempt(check: Callable[[], str]) -> str:
    try:
        return check()
    except Error:
        return "does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} not applied" if pending else "ok"


def _worker() -> str:
    with connection.cursor() as cursor:
        # Several installations may share a server: a worker of another one does none of our jobs.
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()",
            [WORKER_NAME],
        )
        return "ok" if cursor.fetchone()[0] else "not running"


def _maps() -> str:
    """Told, but no reason to send people elsewhere: everything but WMS and WFS works without."""
    return missing() or "ok"


CHECKS = {"database": _database, "migrations": _migrations, "worker": _worker}
