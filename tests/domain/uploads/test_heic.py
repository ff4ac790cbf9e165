"""A phone's HEIC on its way through the system: announced, inspected, kept as a JPEG, and used once."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import Connection

from common.domain.uploads.actions import request_upload
from common.domain.uploads.tables import Purpose
from common.platform.auth import Role
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.client import Portal
from tests.domain.uploads.conftest import Send, inspect_whole
from tests.platform.documents.pictures import heic, scene
from tests.uat import cast

SIDEWAYS = scene(1400, 1050).transpose(Image.Transpose.ROTATE_90)


@pytest.mark.parametrize("content_type", ["image/heic", "image/heif"])
def test_it_may_be_announced_as_a_photo(db: Connection, content_type: str) -> None:
    wanted = {"purpose": "foto", "content_type": content_type, "size": 10 * 2**20}
    assert request_upload(db, make.as_actor(make.person(db), Role.ASLAB), wanted)()["url"]


def test_it_is_kept_as_an_upright_jpeg_without_its_place(send: Send) -> None:
    sent = send(Purpose.PHOTO, heic(SIDEWAYS, orientation=6))
    inspect_whole(sent.raw)
    row = sent.row()
    assert (row.state, row.stored_object, row.stored_type) == ("diterima", f"photos/{row.id}.jpg", "image/jpeg")
    kept = Image.open(BytesIO(storage().read(settings().private_bucket, row.stored_object)))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (1280, 960), {})


@pytest.mark.parametrize(
    ("purpose", "make_data", "code"),
    [
        (Purpose.PHOTO, lambda: heic()[:9000], "picture_damaged"),
        (Purpose.PAMPHLET, heic, "not_a_pamphlet"),
        (Purpose.DOCUMENT, heic, "not_a_pdf"),
    ],
    ids=["damaged", "as pamphlet", "as document"],
)
def test_a_damaged_one_and_one_for_another_purpose_are_refused(
    send: Send, purpose: Purpose, make_data: Callable[[], bytes], code: str
) -> None:
    sent = send(purpose, make_data())
    inspect_whole(sent.raw)
    assert (sent.row().state, sent.row().refusal) == ("ditolak", code)


def test_abs_07_a_heic_is_turned_upright_and_shown_without_its_place(portal: Portal) -> None:
    """Foto HEIC dari ponsel: tegak, kecil, tanpa data lokasi, dan hanya dapat dipakai satu kali."""
    lecturer, student, mate = portal.new("dosen"), portal.new("mahasiswa"), portal.new("mahasiswa")
    contracts = {person.id: cast.contract(person, lecturer) for person in (student, mate)}
    photo = heic(SIDEWAYS, orientation=6)

    aslab = portal.as_(student, "aslab")
    work = {"upload_id": aslab.upload("foto", photo, "image/heic"), "activity": "Praktikum modul 1"}
    entry = aslab.call("record_attendance", contract_id=contracts[student.id].id, json=work)
    proof = portal.fetch(aslab.call("open_photo", attendance_id=entry["id"])["url"]).content
    shown = Image.open(BytesIO(proof))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (1280, 960), {})
    assert len(proof) <= 10**6
    assert shown.getpixel((10, 10))[0] > 200

    other = portal.as_(mate, "aslab")
    again = {"upload_id": other.upload("foto", photo, "image/heif"), "activity": "Praktikum modul 1"}
    refused = other.call("record_attendance", contract_id=contracts[mate.id].id, json=again, expect=409)
    assert (refused.code, refused.title) == ("photo_used_before", "Foto sudah pernah digunakan")
