"""Where the private cluster lies, and what it says when it cannot lie there."""

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from sip import cluster

as_user = pytest.mark.skipif(os.geteuid() == 0, reason="the rule for accounts other than root")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="the rule for root")


def test_named_data_folder_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIP_DATA_DIR", "/srv/sip")
    assert cluster.data_dir() == Path("/srv/sip")


def test_relative_data_folder_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIP_DATA_DIR", "data")
    with pytest.raises(cluster.ClusterError, match="SIP_DATA_DIR: 'data' is not an absolute path"):
        cluster.data_dir()


def test_folder_is_named_after_the_projects_real_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIP_DATA_DIR", raising=False)
    project = Path(__file__).resolve().parents[2]
    assert cluster.data_dir().name == hashlib.sha256(os.fsencode(project)).hexdigest()[:12]


@as_root
def test_root_keeps_data_where_the_postgres_user_can_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIP_DATA_DIR", raising=False)
    assert cluster.data_dir().parent == Path("/var/lib/sip")


@as_user
def test_others_keep_data_in_their_own_data_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIP_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/anna/data")
    assert cluster.data_dir().parent == Path("/home/anna/data/sip")


@as_user
def test_relative_data_home_is_ignored_as_its_standard_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIP_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert cluster.data_dir().parent == Path.home() / ".local/share/sip"


@pytest.mark.parametrize("folder", ["/srv/sip", "/home/Anna Nowak/Łąka", "/srv/100%/a@b:c?d#e"])
def test_address_carries_the_socket_folder_whatever_its_letters(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIP_DATA_DIR", folder)
    address = urlsplit(cluster.database_url("sip_public"))
    user, _, host = address.netloc.partition("@")
    assert (address.scheme, user, unquote(host), address.path) == (
        "postgis",
        "sip_public",
        f"{folder}/run",
        "/sip",
    )


def test_too_long_socket_path_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("x" * 100)
    monkeypatch.setenv("SIP_DATA_DIR", str(folder))
    with pytest.raises(cluster.ClusterError, match=r"allows 107\. Set SIP_DATA_DIR to a shorter path"):
        cluster.ensure_running()
    assert not folder.exists()


def test_data_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SIP_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(cluster.ClusterError, match=r"cannot be made ready.*Set SIP_DATA_DIR"):
        cluster.ensure_running()


@as_root
def test_folder_the_postgres_user_cannot_enter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("SIP_DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(cluster.ClusterError, match="The user postgres cannot reach"):
        cluster.ensure_running()
