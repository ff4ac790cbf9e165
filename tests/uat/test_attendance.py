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
