"""The project's private PostGIS cluster: where its data lies, its life, and the address to connect to.

Standard library only: the set-up runs it before the virtual environment exists.
"""

import argparse
import fcntl
import hashlib
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
PROVISION_SQL = PROJECT / "deploy/database.sql"
DEBIAN_SERVERS = Path("/usr/lib/postgresql")
DEBIAN_EXTENSIONS = "/usr/share/postgresql/{version}/extension/postgis.control"
OLDEST_POSTGRESQL = 15
OLDEST_POSTGIS = (3, 3)
# sun_path holds 108 bytes with the closing zero.
LONGEST_SOCKET_PATH = 107
# There is no TCP port: the number is only a part of the socket's name.
SOCKET_NAME = ".s.PGSQL.5432"
PATIENCE_SECONDS = 120
LIST_PROCESSES = 'for p in /proc/[0-9]*; do [ "$p/cwd" -ef "$1" ] && echo "${p#/proc/}"; done; true'


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


def data_dir() -> Path:
    """Folder of everything this copy of the project keeps outside of itself.

    SIP_DATA_DIR, else a folder named after the project's real path, so that two clones never share data.
    As root it lies in /var/lib, which the postgres user can enter wherever the project itself is.
    """
    named = os.environ.get("SIP_DATA_DIR", "")
    if named:
        if not Path(named).is_absolute():
            raise ClusterError(f"SIP_DATA_DIR: {named!r} is not an absolute path")
        return Path(named)
    clone = hashlib.sha256(os.fsencode(PROJECT)).hexdigest()[:12]
    return _data_home() / "sip" / clone


def _data_home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib")
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local/share"


def database_url(role: str = "sip") -> str:
    """Address of the database for ROLE; the socket's folder stands percent-encoded in the host's place."""
    return f"postgis://{role}@{quote(str(_run_dir()), safe='')}/sip"


def ensure_running() -> None:
    """Create the cluster where there is none and start it where it does not run; cheap when it does.

    Safe from several processes at once. Raises ClusterError.
    """
    if _ready() and _provisioned_mark().exists():
        return
    _check_socket_path()
    _make_folders()
    with _lock():
        if not (_pg_dir() / "PG_VERSION").exists():
            _create()
        if not _ready():
            _start()
        if not _provisioned_mark().exists():
            _provision()


def stop() -> None:
    """Stop the cluster and wait until it has; nothing to do where none runs."""
    if not _pg_dir().exists():
        return
    with _lock():
        if _postmaster() is not None:
            _pg_ctl("stop", "-m", "fast")


def is_running() -> bool:
    return _postmaster() is not None


def _pg_dir() -> Path:
    return data_dir() / "pg"


def _run_dir() -> Path:
    return data_dir() / "run"


def _log_file() -> Path:
    return data_dir() / "log" / "postgres.log"


def _provisioned_mark() -> Path:
    return data_dir() / "provisioned"


@contextmanager
def _lock() -> Iterator[None]:
    with (data_dir() / "cluster.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _check_socket_path() -> None:
    path = _run_dir() / SOCKET_NAME
    length = len(os.fsencode(path))
    if length > LONGEST_SOCKET_PATH:
        raise ClusterError(
            f"The database's socket would be {path}: {length} bytes, and the system allows "
            f"{LONGEST_SOCKET_PATH}. Set SIP_DATA_DIR to a shorter path."
        )


def _server_account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: the user postgres when we are root, which it refuses to be, else ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise ClusterError("There is no user postgres: PostgreSQL is not installed. Run `make demo`.") from None


def _make_folders() -> None:
    root = data_dir()
    account = _server_account()
    try:
        for missing in reversed([folder for folder in root.parents if not folder.exists()]):
            _make_folder(missing, 0o755)
        # As root: others (postgres) may pass through to what is theirs, not look around.
        passable = 0o711 if account else 0o700
        _make_folder(root, passable)
        _make_folder(root / "log", passable)
        _make_folder(root / "intake", 0o700)
        _make_folder(root / "media", 0o700)
        _give_to_server(_run_dir())
        _log_file().touch(mode=0o600)
    except OSError as error:
        raise ClusterError(
            f"The data folder {root} cannot be made ready: {error}. Set SIP_DATA_DIR to one you may write to."
        ) from error
    if account:
        os.chown(_log_file(), account.pw_uid, account.pw_gid)
        _check_reach(_run_dir())


def _make_folder(folder: Path, mode: int) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)


def _give_to_server(folder: Path) -> None:
    _make_folder(folder, 0o700)
    account = _server_account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _check_reach(folder: Path) -> None:
    if _as_server("test", "-w", str(folder)).returncode:
        raise ClusterError(
            f"The user postgres cannot reach {folder}. Set SIP_DATA_DIR to a folder whose parents others may "
            "pass through, such as one in /var/lib."
        )


def _as_server(*command: str, statements: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run COMMAND as the server's account, in a bare environment so that no PG* variable leads astray."""
    account = _server_account()
    return subprocess.run(
        command,
        input=statements,
        stdin=subprocess.DEVNULL if statements is None else None,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _must(command: tuple[str, ...], failure: str, statements: str | None = None) -> None:
    done = _as_server(*command, statements=statements)
    if done.returncode:
        raise ClusterError(f"{failure}\n{done.stdout}{done.stderr}".rstrip())


def _server_version() -> int:
    """Major version to run: the one that made the cluster, else the newest installed that is new enough."""
    installed = {int(path.parts[-3]) for path in DEBIAN_SERVERS.glob("[0-9]*/bin/postgres")}
    made_by = _pg_dir() / "PG_VERSION"
    if made_by.exists():
        version = int(made_by.read_text(encoding="ascii"))
        if version not in installed:
            raise ClusterError(
                f"The data in {_pg_dir()} was made by PostgreSQL {version}, which is not installed any more. "
                f"Install postgresql-{version}-postgis-3, or move the folder away to begin anew."
            )
        return version
    fitting = [version for version in installed if version >= OLDEST_POSTGRESQL and _postgis(version)]
    if not fitting:
        raise ClusterError(
            f"No PostgreSQL {OLDEST_POSTGRESQL} or newer with PostGIS in {DEBIAN_SERVERS}. Run `make demo`, "
            "or set DATABASE_URL to a server of your own."
        )
    return _new_enough(max(fitting))


def _postgis(version: int) -> tuple[int, ...]:
    """Version of the PostGIS that stands beside the server; empty when there is none."""
    control = Path(DEBIAN_EXTENSIONS.format(version=version))
    found = re.search(r"default_version = '([\d.]+)", control.read_text(encoding="utf-8")) if control.exists() else None
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def _new_enough(version: int) -> int:
    postgis = _postgis(version)
    if postgis < OLDEST_POSTGIS:
        raise ClusterError(
            f"PostGIS {'.'.join(map(str, postgis))} of PostgreSQL {version} is too old: "
            f"{'.'.join(map(str, OLDEST_POSTGIS))} is needed (Debian 12, Ubuntu 24.04)."
        )
    return version


def _program(name: str) -> str:
    return str(DEBIAN_SERVERS / str(_server_version()) / "bin" / name)


def _create() -> None:
    """initdb beside the final place, then rename: a half-made cluster is never taken for a whole one."""
    unfinished = _pg_dir().with_name("pg.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _provisioned_mark().unlink(missing_ok=True)
    _give_to_server(unfinished)
    # Whoever can open the socket is trusted: its folder is closed (0700) to all but the account that runs the
    # server, and root, who both own the data files anyway. A password would have to lie beside them.
    trust = ("--auth-local=trust", "--auth-host=reject")
    locale = ("--encoding=UTF8", "--locale=C.UTF-8")
    _must(
        (_program("initdb"), "-D", str(unfinished), "-U", "postgres", "--data-checksums", *trust, *locale),
        "The database cluster could not be made (initdb).",
    )
    unfinished.rename(_pg_dir())


def _settings() -> dict[str, str]:
    """Server settings for a small machine; fsync and synchronous_commit stay on: a kill -9 loses nothing."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{_run_dir()}"',
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        # A failing statement carries the row it failed on: neither goes to the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if memory < 2 << 30:
        settings |= {"shared_buffers": "64MB", "maintenance_work_mem": "64MB"}
    if _shared_memory() < 256 << 20:
        # Containers often have 64 MB of /dev/shm, which a parallel query outgrows.
        settings["dynamic_shared_memory_type"] = "mmap"
    return settings


def _shared_memory() -> int:
    """Size of /dev/shm in bytes, 0 where there is none."""
    if not Path("/dev/shm").is_mount():  # noqa: S108 - measured, not written to
        return 0
    return shutil.disk_usage("/dev/shm").total  # noqa: S108


def _pg_ctl(action: str, *options: str) -> None:
    log = _log_file()
    command = (
        _program("pg_ctl"),
        action,
        "-D",
        str(_pg_dir()),
        "-w",
        "-t",
        str(PATIENCE_SECONDS),
        "-s",
        *options,
    )
    _must(command, f"The database cluster did not {action}; its log is {log}.")


def _start() -> None:
    if _postmaster() is not None:
        _wait_until(_ready, "The database cluster is still starting")
        return
    _wait_until(lambda: not _processes(), "Processes of a killed server are still at work")
    _drop_stale_locks()
    options = [word for name, value in _settings().items() for word in ("-c", f"{name}={value}")]
    try:
        _pg_ctl("start", "-l", str(_log_file()), "-o", shlex.join(options))
    except ClusterError as error:
        raise ClusterError(f"{error}\n{_log_tail()}") from None


def _provision() -> None:
    psql = (
        _program("psql"),
        "-X",
        "-q",
        "-h",
        str(_run_dir()),
        "-U",
        "postgres",
        "-d",
        "template1",
        "-f",
        "-",
    )
    statements = PROVISION_SQL.read_text(encoding="utf-8")
    _must(psql, "The database's roles and extensions could not be made.", statements)
    _provisioned_mark().touch()


def _ready() -> bool:
    """Whether the server accepts connections: its own word for it, and a socket that answers."""
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(_run_dir() / SOCKET_NAME))
        return (_pg_dir() / "postmaster.pid").read_text(encoding="utf-8").splitlines()[7].strip() == "ready"
    except (OSError, IndexError):
        return False


def _pid_in(lock_file: Path) -> int | None:
    try:
        return int(lock_file.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _processes() -> set[int]:
    """Living processes of this cluster: PostgreSQL's have its folder as their working directory.

    Asked as the server's account, for in a container root may not look at another account's processes.
    """
    found = _as_server("sh", "-c", LIST_PROCESSES, "sh", str(_pg_dir()))
    return {int(pid) for pid in found.stdout.split()}


def _postmaster() -> int | None:
    """The running postmaster; None when its pid file is missing or left by a killed one."""
    pid = _pid_in(_pg_dir() / "postmaster.pid")
    return pid if pid in _processes() else None


def _drop_stale_locks() -> None:
    """Remove a killed server's lock files whose pid has gone to a stranger; call once none of its own lives.

    The other stale ones PostgreSQL removes itself. After a container's restart the stranger is the rule.
    """
    for file in (_pg_dir() / "postmaster.pid", _run_dir() / f"{SOCKET_NAME}.lock"):
        pid = _pid_in(file)
        if pid is not None and Path(f"/proc/{pid}").exists():
            file.unlink()


def _wait_until(done: Callable[[], bool], failure: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise ClusterError(f"{failure} after {PATIENCE_SECONDS} s.\n{_log_tail()}")
        time.sleep(0.1)


def _log_tail() -> str:
    lines = _log_file().read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-10:])


def _status() -> int:
    """Say whether the cluster runs; the exit status is that of `pg_ctl status`: 3 when it does not."""
    running = is_running()
    sys.stdout.write(f"{'running' if running else 'stopped'}, data in {data_dir()}\n")
    return 0 if running else 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sip.cluster", description="The project's private PostGIS cluster.")
    parser.add_argument("action", choices=("start", "stop", "status", "url", "dir"))
    action = parser.parse_args().action
    try:
        if action == "status":
            return _status()
        if action in {"url", "dir"}:
            sys.stdout.write(f"{database_url() if action == 'url' else data_dir()}\n")
        else:
            (ensure_running if action == "start" else stop)()
    except ClusterError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
