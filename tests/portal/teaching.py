"""What a lecturer has, and does on every page of the own work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page
from sqlalchemy import Connection, update

from common.domain.uploads.tables import Purpose, uploads
from common.platform import clock
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests import samples
from tests.portal.pages import come_as
from tests.uat import cast


def at(page: Page, person: Any, address: str) -> None:
    come_as(page, person)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def confirm(page: Page, button: str) -> None:
    dialog(page).get_by_role("button", name=button, exact=True).click()


def typed(moment: datetime) -> str:
    """As one types it into a field for day and hour, by the campus's clock."""
    return clock.to_campus(moment).strftime("%Y-%m-%dT%H:%M")


def applicants(vacancy: Any, count: int, **values: Any) -> list[Any]:
    """Applications of as many new students."""
    made = []
    with transaction() as db:
        for number in range(count):
            student = make.student(db, name=f"Pendaftar {number + 1:02}")
            made.append(make.application(db, vacancy, student, **values))
    return made


def vacancy(lecturer: Any, **values: Any) -> Any:
    with transaction() as db:
        return make.vacancy(db, lecturer, **values)


def attended(student: Any, lecturer: Any, days: int = 1, **values: Any) -> tuple[Any, list[Any]]:
    """A contract with attendances of the last days that wait for a verdict, each with a photo that can be seen."""
    contract = cast.contract(student, lecturer)
    return contract, [attendance(contract, student, day, **values) for day in range(days)]


def attendance(
    contract: Any, student: Any, days_ago: int = 0, *, size: tuple[int, int] = (400, 300), **values: Any
) -> Any:
    row = {"day": clock.today() - timedelta(days=days_ago), "recorded_at": clock.now() - timedelta(days=days_ago)}
    with transaction() as db:
        photo = _stored_photo(db, student, samples.photo(days_ago, size=size))
        return make.attendance(db, contract, **row | {"photo_id": photo.id, "photo_sha256": photo.sha256} | values)


def _stored_photo(db: Connection, owner: Any, content: bytes) -> Any:
    """Inspected, and really in the bucket, with its small picture."""
    photo = make.upload(db, owner, Purpose.PHOTO)
    names = {"stored_object": photo.stored_object, "thumbnail_object": f"{photo.stored_object}-kecil"}
    for name in names.values():
        storage().write(settings().private_bucket, name, content, "image/jpeg")
    db.execute(update(uploads).where(uploads.c.id == photo.id).values(**names, stored_type="image/jpeg"))
    return photo
