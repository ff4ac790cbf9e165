"""Module 7: attendance with photo proof."""

from io import BytesIO

from PIL import Image

from common.platform.settings import settings
from common.platform.storage import storage
from tests import samples
from tests.client import Portal
from tests.uat import cast


def test_abs_02_an_attendance_is_saved_with_its_photo(portal: Portal) -> None:
    """Aslab mengirim absensi dengan foto bukti: data dan foto tersimpan, menunggu verifikasi."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(student, lecturer)
    aslab = portal.as_(student, "aslab")
    photo = aslab.upload("foto", samples.photo(5, turned=True), "image/jpeg")
    sent = {"upload_id": photo, "activity": "Mendampingi praktikum modul 3"}
    made = aslab.call("record_attendance", contract_id=contract.id, json=sent)

    history = aslab.call("list_attendances", contract_id=contract.id)
    [entry] = [one for one in history["items"] if one["id"] == made["id"]]
    assert (entry["state"], entry["activity"]) == ("menunggu_verifikasi", sent["activity"])

    link = portal.as_(lecturer).call("open_photo", attendance_id=made["id"])
    shown = Image.open(BytesIO(portal.fetch(link["url"]).content))
    assert shown.size == (960, 1280), "right way up, 1280 px on the longest side"
    assert not shown.getexif(), "no place, no camera, nothing but the picture"
    assert storage().read(settings().private_bucket, f"photos/{photo}.jpg")


def test_abs_14_a_photo_is_used_once_and_a_similar_one_is_marked(portal: Portal) -> None:
    """Foto yang sudah dipakai: "Foto sudah pernah digunakan"; yang hanya mirip diberi tanda bagi dosen."""
    lecturer, first, second = portal.new("dosen"), portal.new("mahasiswa"), portal.new("mahasiswa")
    theirs = cast.contract(first, lecturer)
    mine = cast.contract(second, lecturer, vacancy_id=theirs.vacancy_id)
    used = samples.photo(5)
    sent = {"activity": "Mendampingi praktikum modul 3"}
    by, other = portal.as_(first, "aslab"), portal.as_(second, "aslab")
    made = by.call(
        "record_attendance",
        contract_id=theirs.id,
        json={**sent, "upload_id": by.upload("foto", used, "image/jpeg")},
    )
    again = {**sent, "upload_id": other.upload("foto", used, "image/jpeg")}
    refused = other.call("record_attendance", contract_id=mine.id, json=again, expect=409)
    assert refused.title == "Foto sudah pernah digunakan"
    assert other.call("list_attendances", contract_id=mine.id)["items"] == []

    output = BytesIO()
    Image.open(BytesIO(used)).save(output, "JPEG", quality=60)
    alike = {**sent, "upload_id": other.upload("foto", output.getvalue(), "image/jpeg")}
    marked = other.call("record_attendance", contract_id=mine.id, json=alike)
    listed = portal.as_(lecturer).call("list_attendances_to_verify")["items"]
    marks = {one["id"]: one["similar_to"] for one in listed}
    assert marks == {made["id"]: None, marked["id"]: made["id"]}
