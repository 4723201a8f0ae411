-- Roles, extensions and database of SIP; run as the superuser, connected to template1. Safe to run again.
-- Used by the private cluster (sip/cluster.py), by docker-compose.yml and, by hand, on a server of one's own.
\set ON_ERROR_STOP on

-- In template1, so that databases made from it (the tests' own) have them without a superuser.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;

SELECT 'CREATE ROLE sip LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip') \gexec
SELECT 'CREATE ROLE sip_public LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip_public') \gexec
-- PostgreSQL lets every role make large objects, before version 16 even where it may only read. Nothing here has any.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
    lowrite(integer, bytea), lo_truncate(integer, integer), lo_truncate64(integer, bigint), lo_unlink(oid) FROM PUBLIC;

-- What it may see is granted by migrations; this only stops mistakes early.
ALTER ROLE sip_public SET default_transaction_read_only = on;

SELECT 'CREATE DATABASE sip OWNER sip'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sip') \gexec
-- Nobody but its owner keeps tables in it, temporary ones neither.
REVOKE TEMPORARY ON DATABASE sip FROM PUBLIC;
