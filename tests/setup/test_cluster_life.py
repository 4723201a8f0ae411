"""A private cluster of its own is made, killed, started again and stopped."""

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from sip import cluster

PROJECT = Path(__file__).resolve().parents[2]
START = (sys.executable, "-m", "sip.cluster", "start")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder short enough for a socket and open enough for the postgres user."""
    folder = Path(tempfile.mkdtemp(prefix="sip-", dir="/var/tmp"))
    folder.chmod(0o711)
    monkeypatch.setenv("SIP_DATA_DIR", str(folder))
    yield folder
    cluster.stop()
    shutil.rmtree(folder)


def ask(question: str, role: str = "sip") -> object:
    connection = psycopg2.connect(cluster.database_url(role).replace("postgis://", "postgresql://"))
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
            return row[0] if row else None
    finally:
        connection.close()


def postmaster_pid(home: Path) -> int:
    return int((home / "pg/postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def kill_server(home: Path) -> int:
    pid = postmaster_pid(home)
    ended = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([ended], [], [])
    os.close(ended)
    return pid


def test_first_start_makes_roles_and_extensions_and_opens_no_port(home: Path) -> None:
    cluster.ensure_running()
    assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
    assert ask("SELECT ST_SRID(ST_GeomFromText('POINT(0 0)', 2180))", "sip_public") == 2180
    assert ask("SHOW listen_addresses") == ""
    assert ask("SHOW fsync") == "on"
    assert (home / "run").stat().st_mode & 0o777 == 0o700


def test_the_public_role_keeps_nothing_in_the_database(home: Path) -> None:
    """Large objects could be made even where a role may only read (PostgreSQL 15)."""
    cluster.ensure_running()
    assert ask("SELECT has_database_privilege('sip_public', 'sip', 'TEMPORARY')") is False
    assert ask("SELECT has_database_privilege('sip', 'sip', 'TEMPORARY')") is True
    assert ask("SELECT has_function_privilege('sip_public', 'lo_from_bytea(oid, bytea)', 'EXECUTE')") is False


def test_databases_of_the_tests_get_the_extensions_without_a_superuser(home: Path) -> None:
    cluster.ensure_running()
    names = "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"
    assert ask(names) == "btree_gist pg_trgm plpgsql postgis unaccent"


def test_several_processes_at_once_make_one_cluster(home: Path) -> None:
    starters = [subprocess.Popen(START, cwd=PROJECT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(starter.communicate()[1], starter.returncode) for starter in starters] == [("", 0)] * 3
    assert ask("SELECT count(*) FROM pg_database WHERE datname = 'sip'") == 1


def test_killed_server_starts_again_with_what_was_committed(home: Path) -> None:
    cluster.ensure_running()
    connection = psycopg2.connect(cluster.database_url().replace("postgis://", "postgresql://"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS n")
    connection.commit()
    killed = kill_server(home)
    cluster.ensure_running()
    assert postmaster_pid(home) != killed
    assert ask("SELECT n FROM kept") == 7


def test_pid_file_whose_pid_went_to_a_stranger_is_no_obstacle(home: Path) -> None:
    cluster.ensure_running()
    cluster.stop()
    (home / "pg/postmaster.pid").write_text(f"{os.getpid()}\n{home / 'pg'}\n", encoding="utf-8")
    assert not cluster.is_running()
    cluster.ensure_running()
    assert ask("SELECT 1") == 1


def test_interrupted_first_start_is_begun_anew(home: Path) -> None:
    (home / "pg.new").mkdir()
    (home / "pg.new/PG_VERSION").write_text("15\n", encoding="ascii")
    cluster.ensure_running()
    assert ask("SELECT 1") == 1


def test_missing_role_of_an_interrupted_first_start_is_made_later(home: Path) -> None:
    cluster.ensure_running()
    (home / "provisioned").unlink()
    cluster.ensure_running()
    assert (home / "provisioned").exists()


def test_stopping_twice_is_no_error(home: Path) -> None:
    cluster.ensure_running()
    cluster.stop()
    cluster.stop()
    assert not cluster.is_running()


def test_data_of_a_version_that_is_gone_is_left_alone(home: Path) -> None:
    (home / "pg").mkdir()
    (home / "pg/PG_VERSION").write_text("9\n", encoding="ascii")
    with pytest.raises(cluster.ClusterError, match="made by PostgreSQL 9, which is not installed any more"):
        cluster.ensure_running()


def test_status_tells_by_its_exit_whether_it_runs(home: Path) -> None:
    status = (sys.executable, "-m", "sip.cluster", "status")
    assert subprocess.run(status, cwd=PROJECT, check=False, capture_output=True).returncode == 3
    cluster.ensure_running()
    assert subprocess.run(status, cwd=PROJECT, check=False, capture_output=True).returncode == 0


def test_failing_statement_is_not_written_to_the_log(home: Path) -> None:
    cluster.ensure_running()
    with pytest.raises(psycopg2.Error):
        ask("INSERT INTO missing VALUES ('Kowalski')")
    assert "Kowalski" not in (home / "log/postgres.log").read_text(encoding="utf-8")
