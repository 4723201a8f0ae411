"""The two connections: of the service, and of the role that reads the public views alone."""

import sys
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from sip import cluster
from sip.environment import env, flag, integer, secret


def _parsed(variable: str, url: str) -> dict[str, Any]:
    """The address may hold a password, so no error repeats it."""
    try:
        config: dict[str, Any] = env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"{variable}: the port is no number") from None
    if config.get("ENGINE") != "django.contrib.gis.db.backends.postgis":
        raise ImproperlyConfigured(f"{variable}: must begin with postgis:// (PostgreSQL with PostGIS)")
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{variable}: names no database, postgis://user:password@host:5432/name")
    # A socket's folder is written as an encoded host.
    return {**config, "HOST": unquote(config["HOST"])}


def _connection(config: dict[str, Any], password_variable: str) -> dict[str, Any]:
    return {
        **config,
        "PASSWORD": secret(password_variable) or config["PASSWORD"],
        "CONN_MAX_AGE": integer("SIP_CONN_MAX_AGE", 600, least=0, most=86400),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Tells web, worker and commands apart in the database's list of sessions; /readyz finds the worker by it.
            "application_name": f"sip {sys.argv[1]}" if "manage.py" in sys.argv[0] and sys.argv[1:] else "sip",
            # A statement whose process was killed ends within a second instead of holding its locks.
            "options": "-c client_connection_check_interval=1s",
        },
    }


_url = env.str("DATABASE_URL", default="") or cluster.database_url("sip")
_public_url = env.str("PUBLIC_DATABASE_URL", default="")
# "public" is what residents and machines read: a role that sees the public views and nothing else.
DATABASES: dict[str, dict[str, Any]] = {
    "default": _connection(_parsed("DATABASE_URL", _url), "DATABASE_PASSWORD"),
    "public": _connection(
        _parsed("PUBLIC_DATABASE_URL", _public_url)
        if _public_url
        else {**_parsed("DATABASE_URL", _url), "USER": "sip_public"},
        "PUBLIC_DATABASE_PASSWORD",
    ),
}
# Asking before each statement whether a connection lives doubles the way to the database; reading is repeated instead.
DATABASES["public"]["CONN_HEALTH_CHECKS"] = False
# No answer of ours takes that long; a filter that finds next to nothing in millions of rows is given up.
# What is prepared is planned once: the planner would see each point anew, at six times the cost of finding its parcel.
DATABASES["public"]["OPTIONS"]["options"] += " -c statement_timeout=20s -c plan_cache_mode=force_generic_plan"
DATABASES["public"]["TEST"] = {"MIRROR": "default"}
# Off behind a pool that hands connections from client to client between statements.
PREPARED_STATEMENTS = flag("SIP_PREPARED_STATEMENTS", default=True)
