"""What an aslab does on the attendance page, and who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests import samples
from tests.client import Portal
from tests.portal.pages import come_as
from tests.uat import cast

ACTIVITY = "Mendampingi praktikum modul 3"


@dataclass(frozen=True)
class Post:
    """An aslab with one running contract, and the lecturer of it."""

    portal: Portal
    student: Any
    lecturer: Any
    contract: Any

    def recorded(self) -> list[dict[str, Any]]:
        """As the lecturer sees it."""
        listed = self.portal.as_(self.lecturer).call("list_attendances_to_verify")
        return [one for one in listed["items"] if one["contract_id"] == str(self.contract.id)]

    def record(self, seed: int = 1, **form: Any) -> dict[str, Any]:
        """By another device of the same aslab."""
        aslab = self.portal.as_(self.student, "aslab")
        photo = aslab.upload("foto", samples.photo(seed), "image/jpeg")
        sent = {"upload_id": photo, "activity": ACTIVITY} | form
        made: dict[str, Any] = aslab.call("record_attendance", contract_id=self.contract.id, json=sent).json
        return made


def new_post(portal: Portal, **values: Any) -> Post:
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    return Post(portal, student, lecturer, cast.contract(student, lecturer, **values))


def at_camera(page: Page, post: Post) -> None:
    """Signed in as the aslab, on the attendance page."""
    come_as(page, post.student, "aslab")
    page.goto("/absensi")
    page.get_by_role("heading", name="Absensi", level=1).wait_for()


def shoot(page: Page) -> None:
    page.get_by_role("button", name="Buka kamera").click()
    page.get_by_role("button", name="Ambil foto").click()
    expect(page.get_by_role("img", name="Foto yang akan dikirim")).to_be_visible()


def fill_in(page: Page, activity: str = ACTIVITY) -> None:
    """The photo, by the camera, and the activity; not sent yet."""
    shoot(page)
    expect(page.get_by_text("Foto diterima")).to_be_visible()
    page.get_by_label("Kegiatan").fill(activity)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim", exact=True).click()
