#!/usr/bin/env bash
# First start of the database container: what the private cluster gets from the same file, and passwords.
set -euo pipefail
psql -X -q -U postgres -d template1 -f /opt/sip/database.sql
psql -X -q -U postgres -d postgres -v ON_ERROR_STOP=1 \
    -v own="$(</run/secrets/database_password)" -v public="$(</run/secrets/public_database_password)" <<'SQL'
ALTER ROLE sip PASSWORD :'own';
ALTER ROLE sip_public PASSWORD :'public';
SQL
