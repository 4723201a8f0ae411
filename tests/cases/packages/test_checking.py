"""What the check finds: any byte that is not as it was made."""

import hashlib
import io
import json
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.documents.models import Scan
from cases.keeping import anonymising
from cases.models import Case
from cases.packages import archive
from cases.packages.archive import of_bytes
from cases.packages.checking import Checked, check
from sip.offices.models import User
from tests.cases.packages.conftest import attach, packed

pytestmark = pytest.mark.django_db
CHANGES = 50


def checked(tmp_path: Path, content: bytes) -> Checked:
    path = tmp_path / "sprawa.zip"
    path.write_bytes(content)
    return check(path)


def test_a_package_as_made_is_whole(case: Case, tmp_path: Path) -> None:
    found = checked(tmp_path, packed(case))

    assert (found.sign, found.differences) == (case.sign, [])


def test_any_changed_byte_is_found(case: Case, tmp_path: Path) -> None:
    package = packed(case)
    rng = random.Random(6)
    for place in [*range(0, 16), *range(len(package) - 24, len(package)), *rng.sample(range(len(package)), CHANGES)]:
        changed = bytearray(package)
        changed[place] ^= rng.randrange(1, 256)
        assert checked(tmp_path, bytes(changed)).differences, place


def test_bytes_put_before_after_or_left_out_are_found(case: Case, tmp_path: Path) -> None:
    package = packed(case)

    assert checked(tmp_path, package + b"\0").differences
    assert checked(tmp_path, b"\0" + package).differences
    assert checked(tmp_path, package[:-1]).differences


@pytest.mark.parametrize("name", ["case.json", "geometry.geojson", "audit.jsonl", "README.txt", "receipt.pdf"])
def test_the_file_that_differs_is_named(case: Case, tmp_path: Path, name: str) -> None:
    files = unpacked(packed(case))
    files[name] += b" "

    assert name in {difference.path for difference in checked(tmp_path, again(files, tmp_path)).differences}


def test_a_file_more_and_a_file_less_are_named(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case)) | {"dopisany.txt": b"x"}
    del files["receipt.pdf"]
    found = {difference.path for difference in checked(tmp_path, again(files, tmp_path)).differences}

    assert {"dopisany.txt", "receipt.pdf"} <= found


def test_a_parcel_changed_with_all_hashes_of_files_made_anew_is_found(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case))
    content = json.loads(files["case.json"])
    content["parcels"][0]["content"] = content["parcels"][0]["content"].replace('"number":"1"', '"number":"7"')
    files["case.json"] = archive.written(content)

    (found,) = checked(tmp_path, forged(files)).differences
    assert found.path == "case.json"
    assert "060901_5.0001.1" in found.words


def test_an_event_changed_with_all_hashes_of_files_made_anew_is_found(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case))
    files["audit.jsonl"] = files["audit.jsonl"].replace(b'"case.note"', b'"case.nota"')

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == ["audit.jsonl"]


@pytest.mark.parametrize("name", ["dopisany.exe", "../../etc/cron.d/x", "documents/999_obcy.pdf"])
def test_a_file_of_no_package_is_found_with_all_hashes_made_anew(case: Case, tmp_path: Path, name: str) -> None:
    files = unpacked(packed(case)) | {name: b"x"}

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == [name]


@pytest.mark.parametrize("name", ["audit.jsonl", "schema.json", "README.txt", "geometry.geojson"])
def test_a_file_of_every_package_is_missed_with_all_hashes_made_anew(case: Case, tmp_path: Path, name: str) -> None:
    files = unpacked(packed(case))
    del files[name]

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == [name]


def test_another_schema_than_the_published_one_is_found(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case)) | {"schema.json": b"{}"}

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == ["schema.json"]


def test_events_in_another_order_are_found(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case))
    files["audit.jsonl"] = b"".join(reversed(files["audit.jsonl"].splitlines(keepends=True)))

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == ["audit.jsonl"]


@pytest.mark.parametrize("at", ["zzz", "2026-13-45T00:00:00Z", "", None, 7, []])
def test_an_event_of_no_day_is_found(case: Case, tmp_path: Path, at: object) -> None:
    files = unpacked(packed(case))
    first, *others = files["audit.jsonl"].splitlines(keepends=True)
    files["audit.jsonl"] = b"".join([json.dumps({**json.loads(first), "at": at}).encode() + b"\n", *others])

    assert [one.path for one in checked(tmp_path, forged(files)).differences] == ["audit.jsonl"]


def test_a_case_that_does_not_obey_the_schema_is_found(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case))
    content = json.loads(files["case.json"])
    content["state"] = "złożona"
    files["case.json"] = archive.written(content)

    (found,) = checked(tmp_path, forged(files)).differences
    assert "state" in found.words


@given(content=st.binary(max_size=400))
@settings(max_examples=50)
def test_whatever_is_in_a_file_is_answered(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert checked(tmp_path_factory.mktemp("anything"), content).differences


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{", b'{"files": 1}', b'{"version": {}, "files": [{"path": 1}]}'])
def test_whatever_is_in_the_manifest_is_answered(tmp_path: Path, manifest: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zip_file:
        zip_file.writestr("manifest.json", manifest)

    assert checked(tmp_path, target.getvalue()).differences


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zip_file:
        zip_file.writestr("manifest.json", b" " * 50_000_000)

    assert checked(tmp_path, target.getvalue()).differences


def test_the_commands_write_a_package_and_prove_it(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_case", str(case.sign), "--out", str(tmp_path))
    (path,) = tmp_path.glob("*.zip")
    call_command("check_package", str(path), "--issued")

    assert "Pakiet jest cały" in capsys.readouterr().out


def test_a_package_that_no_log_knows_is_told(case: Case, tmp_path: Path) -> None:
    files = unpacked(packed(case)) | {"README.txt": b"inny"}
    path = tmp_path / "sprawa.zip"
    path.write_bytes(forged(files))

    call_command("check_package", str(path))
    with pytest.raises(CommandError):
        call_command("check_package", str(path), "--issued")


def test_the_digest_of_the_whole_is_that_of_a_list_by_sha256sum(case: Case, tmp_path: Path) -> None:
    package = packed(case)
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(unpacked(package).items())
        if name != "manifest.json"
    ]

    assert checked(tmp_path, package).sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_package_of_a_case_without_its_people_is_whole(case: Case, clerk: User, tmp_path: Path) -> None:
    """Digests of what was erased stay, and are of nothing that is there."""
    attach(case, clerk, "mapa.pdf", Scan.CLEAN)
    Case.objects.filter(pk=case.pk).update(
        state="closed", outcome="done", closed_at="2000-01-01T12:00:00Z", archive_category="B5", kept_until="2005-12-31"
    )
    assert anonymising.cases_anonymise_due(date.today()) == 1
    found = checked(tmp_path, packed(case))

    assert found.differences == []


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as packed_files:
        return {name: packed_files.read(name) for name in packed_files.namelist()}


def again(files: dict[str, bytes], tmp_path: Path) -> bytes:
    """The files with the manifest they had."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as zip_file:
        for name, content in files.items():
            zip_file.writestr(name, content)
    return target.getvalue()


def forged(files: dict[str, bytes]) -> bytes:
    """The files with a manifest that is theirs."""
    about = json.loads(files["manifest.json"])
    target = io.BytesIO()
    entries = [of_bytes(name, content) for name, content in files.items() if name != "manifest.json"]
    archive.write(target, entries, {name: about[name] for name in ("format", "version", "sign", "office")})
    return target.getvalue()
