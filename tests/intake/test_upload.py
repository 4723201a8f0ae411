"""The upload door: what comes in through it, what is refused, and that nothing of a person touches the disk."""

import gzip
import io
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from parcels.models import Parcel
from sip.intake.models import Delivery, State
from sip.intake.upload import UploadRefused, filtered, safe_name
from sip.offices.models import Office, Role, User
from tests.intake.conftest import (
    BOUNDARY,
    PRECINCT,
    UPLOAD,
    Upload,
    gml,
    head,
    only_delivery,
    stored,
    strips,
)
from tests.parcels.importing.village import document
from tests.parcels.reading.egibfile import LAND_REGISTER, PERSON, SECRETS
from tests.people import GiveRole

pytestmark = pytest.mark.django_db

END = "</egb:EGB_Dzialka"
SEEDED = document(PERSON, *(field.replace(END, LAND_REGISTER + END) for field in strips(3)), PERSON)
FILLING = b"<!--" + b"x" * 70_000 + b"-->"


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return content.getvalue()


def traces(files: dict[str, bytes]) -> list[str]:
    """Seeded words found in what is on the disk, packed or not."""
    content = b"".join(gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data for data in files.values())
    return [secret for secret in SECRETS if secret.encode() in content]


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_delivered_file_is_published(upload: Upload) -> None:
    answer = upload(gml(3))

    delivery = only_delivery()
    assert (answer.status_code, answer["Location"]) == (302, reverse("delivery", args=[delivery.pk]))
    assert delivery.state == State.PUBLISHED
    assert Parcel.objects.current().count() == 3


def test_a_delivery_knows_its_office_its_person_and_its_day(upload: Upload, keeper: User) -> None:
    upload(gml(1), data_date="2026-01-02")

    delivery = only_delivery()
    assert (delivery.office, delivery.received_by) == (keeper.memberships.get().office, keeper)
    assert str(delivery.data_date) == "2026-01-02"


def test_a_dry_run_changes_nothing(upload: Upload) -> None:
    upload(gml(3), dry_run="on")

    assert only_delivery().state == State.CHECKED
    assert not Parcel.objects.exists()


def test_several_files_are_one_delivery(upload: Upload) -> None:
    upload(document(*strips(4)[:2]), document(*strips(4)[2:]))

    assert len(only_delivery().files) == 2
    assert Parcel.objects.current().count() == 4


def test_published_files_leave_the_disk(upload: Upload, intake_dir: Path) -> None:
    upload(gml(1))

    assert stored(intake_dir) == {}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SEEDED, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + SEEDED, id="with a byte order mark"),
        pytest.param(SEEDED.replace(b"<gml:Feature", FILLING + b"<gml:Feature", 1), id="begun by a long comment"),
        pytest.param(gzip.compress(SEEDED), id="gzipped"),
        pytest.param(gzip.compress(gzip.compress(SEEDED)), id="gzipped twice"),
        pytest.param(gzip.compress(SEEDED[:900]) + gzip.compress(SEEDED[900:]), id="gzipped in two members"),
    ],
)
def test_nothing_of_a_person_touches_the_disk(upload: Upload, intake_dir: Path, content: bytes) -> None:
    upload(content, dry_run="on")

    assert only_delivery().counts["read"]["parcels"] == 3
    assert traces(stored(intake_dir)) == []


@pytest.mark.parametrize("name", ["dane.csv", "dane.json", "dane.zip", "dane"])
def test_a_name_does_not_lead_persons_past_the_filter(upload: Upload, intake_dir: Path, name: str) -> None:
    upload(SEEDED, name=name, kind="parcels", dry_run="on")

    assert traces(stored(intake_dir)) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_does_not_lead_persons_past_the_filter(
    upload: Upload, intake_dir: Path, encoding: str
) -> None:
    upload(SEEDED.decode().replace("UTF-8", "UTF-16").encode(encoding), dry_run="on")

    assert [secret for secret in SECRETS if secret.encode(encoding) in b"".join(stored(intake_dir).values())] == []


@pytest.mark.parametrize("arrived", range(1, 5))
@pytest.mark.parametrize("content", [SEEDED, gzip.compress(SEEDED)], ids=["plain", "gzipped"])
def test_a_first_chunk_of_a_few_bytes_does_not_lead_persons_past_the_filter(
    post_raw: Upload, intake_dir: Path, arrived: int, content: bytes
) -> None:
    # Django reads 64 kB at a time and holds back as much as could be a boundary.
    held_back = len(BOUNDARY) + 8
    before = len(head("a.csv") + head("b.gml")) + len(b"\r\n")
    filler = b"x" * (65_536 - before - held_back - arrived)

    post_raw([("a.csv", filler), ("b.gml", content)])

    assert len(only_delivery().files) == 2
    assert traces(stored(intake_dir)) == []


@given(st.lists(st.integers(0, len(SEEDED)), max_size=8), st.sampled_from([SEEDED, gzip.compress(SEEDED)]))
@settings(max_examples=50)
def test_what_is_stored_does_not_depend_on_how_it_arrives(cuts: list[int], content: bytes) -> None:
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    whole, pieces = bytearray(), bytearray()

    filtered([content], whole.extend)
    filtered((content[start:end] for start, end in pairwise(places)), pieces.extend)

    assert whole == pieces
    assert traces({"": bytes(whole)}) == []


def test_an_address_file_that_holds_persons_later_on_is_refused(upload: Upload, intake_dir: Path) -> None:
    mixed = SEEDED.replace(b"<gml:Feature", b"<!-- PRG_PunktAdresowy -->" + FILLING + b"<gml:Feature", 1)

    answer = upload(mixed, kind="addresses")

    assert answer.status_code == 422
    assert "prześlij je osobno" in page_of(answer)
    assert stored(intake_dir) == {}


@given(st.integers(1, 70_000))
@settings(max_examples=30)
def test_a_mixed_file_is_stopped_before_its_persons_however_it_is_cut(size: int) -> None:
    mixed = SEEDED.replace(b"<gml:Feature", b"<!-- PRG_PunktAdresowy -->" + FILLING + b"<gml:Feature", 1)
    written = bytearray()

    with pytest.raises(UploadRefused):
        filtered((mixed[start : start + size] for start in range(0, len(mixed), size)), written.extend)

    assert traces({"": bytes(written)}) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(dane__gml=SEEDED), id="by its name"),
        pytest.param(zipped(dane__csv=SEEDED), id="under another name"),
        pytest.param(zipped(dane__csv=gzip.compress(SEEDED)), id="gzipped"),
        pytest.param(zipped(dane__csv=zipped(dane__gml=SEEDED)), id="in a zip"),
        pytest.param(zipped(a__shp=b"\x00\x00\x27\x0a", a__shp__xml=SEEDED), id="as a Shapefile's description"),
        pytest.param(gzip.compress(zipped(dane__gml=SEEDED)), id="in a gzipped zip"),
    ],
)
def test_a_gml_in_a_zip_is_refused_in_words(upload: Upload, intake_dir: Path, content: bytes) -> None:
    answer = upload(content, name="dane.zip")

    assert answer.status_code == 422
    assert "nie w archiwum zip" in page_of(answer)
    assert stored(intake_dir) == {}


def test_a_refusal_is_said_in_the_readers_language(client: Client, keeper: User) -> None:
    client.force_login(keeper)

    answer = client.post(
        UPLOAD, {"kind": "egib", "files": io.BytesIO(zipped(dane__gml=SEEDED))}, headers={"Accept-Language": "en"}
    )

    assert answer.status_code == 422
    assert "archiwum" not in answer.content.decode()


def test_a_shapefile_with_its_description_passes(upload: Upload) -> None:
    shapefile = zipped(a__shp=b"\x00\x00\x27\x0a", a__dbf=b"\x03", a__shp__xml=b"<metadata/>")

    assert upload(shapefile, name="dane.zip", kind="parcels").status_code == 302


def arrived(content: bytes) -> bytes:
    """What of CONTENT would be stored."""
    kept: list[bytes] = []
    filtered([content], kept.append)
    return b"".join(kept)


WORD = {"[Content_Types]__xml": b"<Types/>", "_rels/__rels": b"<R/>", "word/document__xml": b"<w:document/>"}
PAGES = (b"<p>a", b"<!DOCTYPE html><html>", b'<?xml version="1.0"?>\n<html xmlns="x">', b"<!-- a --><table>", b"<H1>a")


@pytest.mark.parametrize("content", [zipped(**WORD), *PAGES])
def test_text_for_people_passes_as_it_is(content: bytes) -> None:
    assert arrived(content) == content


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(**WORD, dane__gml=SEEDED), id="in a word file"),
        pytest.param(zipped(**WORD, dane__gml=b"<a>" + b" " * 300_000 + SEEDED), id="far down in a word file"),
        pytest.param(zipped(**WORD, dane__gz=gzip.compress(SEEDED)), id="packed in a word file"),
        pytest.param(b"<p>" + b"x" * 200_000 + SEEDED, id="in a page"),
    ],
)
def test_text_for_people_does_not_lead_persons_past_the_filter(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        arrived(content)


def test_a_broken_zip_is_refused(upload: Upload, intake_dir: Path) -> None:
    answer = upload(zipped(a__shp=b"1")[:40], name="dane.zip", kind="parcels")

    assert (answer.status_code, stored(intake_dir)) == (422, {})
    assert "nie da się odczytać" in page_of(answer)


@pytest.mark.parametrize("cut", [-1, -9, 30])
def test_a_truncated_gzip_is_refused(upload: Upload, cut: int) -> None:
    answer = upload(gzip.compress(gml(3))[:cut])

    assert answer.status_code == 422
    assert not Delivery.objects.exclude(kind="units").exists()


def test_all_of_a_gzip_with_several_members_is_read(upload: Upload) -> None:
    whole = gml(3)

    upload(gzip.compress(whole[:1000]) + gzip.compress(whole[1000:]))

    assert Parcel.objects.current().count() == 3


def test_a_truncated_gml_is_refused(upload: Upload, intake_dir: Path) -> None:
    answer = upload(gml(3)[:1500])

    assert (answer.status_code, stored(intake_dir)) == (422, {})


def test_an_upload_over_the_limit_is_refused_in_words(upload: Upload, settings: Settings, intake_dir: Path) -> None:
    settings.UPLOAD_LIMIT_MB = 1

    answer = upload(b"id;wkt\n" + b"x" * 1_100_000, name="dane.csv", kind="parcels")

    assert answer.status_code == 422
    assert "większe niż dozwolone 1 MB" in page_of(answer)
    assert stored(intake_dir) == {}


def test_the_limit_is_that_of_all_files_together(upload: Upload, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_MB = 1

    assert upload(b"x" * 600_000, b"x" * 600_000, name="dane.csv", kind="parcels").status_code == 422


def test_a_gzip_that_grows_over_the_limit_is_refused(upload: Upload, settings: Settings, intake_dir: Path) -> None:
    settings.UPLOAD_LIMIT_MB = 1

    answer = upload(gzip.compress(b"x" * 3_000_000), kind="parcels")

    assert "po rozpakowaniu" in page_of(answer)
    assert stored(intake_dir) == {}


def test_an_empty_file_is_refused(upload: Upload, intake_dir: Path) -> None:
    answer = upload(b"")

    assert answer.status_code == 422
    assert "pusty" in page_of(answer)
    assert stored(intake_dir) == {}


def test_no_file_is_refused(upload: Upload) -> None:
    assert upload().status_code == 422


@pytest.mark.parametrize("fields", [{"kind": "nonsense"}, {"data_date": "2026-02-30"}])
def test_a_wrong_field_leaves_nothing_on_the_disk(upload: Upload, intake_dir: Path, fields: dict[str, str]) -> None:
    answer = upload(gml(1), **fields)

    assert (answer.status_code, stored(intake_dir)) == (422, {})


def test_a_file_in_a_field_that_nobody_asked_for_leaves_nothing_on_the_disk(
    client: Client, keeper: User, intake_dir: Path
) -> None:
    client.force_login(keeper)

    client.post(UPLOAD, {"kind": "egib", "other": io.BytesIO(b"1;2")})

    assert stored(intake_dir) == {}


def test_nothing_is_read_from_those_who_may_not_deliver(
    client: Client, starostwo: Office, give_role: GiveRole, intake_dir: Path
) -> None:
    client.force_login(give_role(starostwo, Role.VIEWER))

    assert client.post(UPLOAD, {"kind": "egib", "files": io.BytesIO(gml(1))}).status_code == 403
    assert not intake_dir.exists()


def test_a_wrong_token_is_refused_and_leaves_nothing_on_the_disk(keeper: User, intake_dir: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(keeper)
    client.get(UPLOAD)

    answer = client.post(UPLOAD, {"kind": "egib", "files": io.BytesIO(gml(1)), "csrfmiddlewaretoken": "x" * 64})

    assert (answer.status_code, stored(intake_dir)) == (403, {})


def test_the_token_of_the_form_is_taken(keeper: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(keeper)
    client.get(UPLOAD)
    token = client.cookies["csrftoken"].value

    answer = client.post(UPLOAD, {"kind": "egib", "files": io.BytesIO(gml(1)), "csrfmiddlewaretoken": token})

    assert answer.status_code == 302


def test_an_upload_that_breaks_off_leaves_nothing_on_the_disk(client: Client, keeper: User, intake_dir: Path) -> None:
    client.force_login(keeper)

    client.post(UPLOAD, head("dane.gml") + gml(3), content_type=f"multipart/form-data; boundary={BOUNDARY}")

    assert stored(intake_dir) == {}


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\dane\\egib.gml", "egib.gml"),
        ("Bełżyce działki.gml", "Be__yce_dzia_ki.gml"),
        (".htaccess", "htaccess"),
        ("...", "plik"),
        ("a;b&c$(d).gml", "a_b_c__d_.gml"),
    ],
)
def test_a_name_is_made_harmless(post_raw: Upload, intake_dir: Path, given_name: str, kept: str) -> None:
    post_raw([(given_name.replace("\\", "\\\\"), gml(1))])

    assert set(stored(intake_dir)) == {kept}


@given(st.text())
def test_any_name_becomes_one_part_of_a_path(name: str) -> None:
    safe = safe_name(name)

    assert safe and "/" not in safe and safe not in (".", "..") and len(safe) <= 100


def test_the_page_shows_its_office(client: Client, keeper: User) -> None:
    client.force_login(keeper)

    assert "Starostwo Powiatowe w Lublinie" in client.get(UPLOAD).content.decode()


def test_an_extract_that_waited_is_still_an_extract_when_accepted(upload: Upload, client: Client) -> None:
    upload(gml(3))
    upload(document(*strips(4)[2:]), partial="on", dry_run="on")
    waiting = Delivery.objects.get(state=State.CHECKED)

    client.post(reverse("delivery-accept", args=[waiting.pk]))

    assert sorted(Parcel.objects.current().values_list("identifier", flat=True)) == [
        f"{PRECINCT}.{n}" for n in range(1, 5)
    ]


def test_the_work_on_a_delivery_is_written_with_it(client: Client, keeper: User, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.force_login(keeper)
    client.post(UPLOAD, {"kind": "egib", "files": [SimpleUploadedFile("dane.gml", gml(3))]})

    # This test's transaction never commits.
    assert DBTaskResult.objects.get().args_kwargs["args"] == [only_delivery().pk]
