"""What a student does on the application form, and what is kept of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from common.domain.people.tables import sessions
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.db import transaction
from tests import samples
from tests.client import PASSWORD, Portal
from tests.portal.pages import come_as
from tests.uat.cast import application_form, vacancy_form

SENT = "Pendaftaran berhasil dikirim"
TYPED = {"Email": "budi@mahasiswa.test", "Nomor WhatsApp": "0812-3456-7890", "Semester": "5", "IPK": "3,45"}


def publish(portal: Portal, by: Any = None, **changed: Any) -> dict[str, Any]:
    """An open vacancy that asks for a CV and a transcript."""
    form = vacancy_form(**{"documents": ["cv", "transkrip"]} | changed)
    made: dict[str, Any] = portal.as_(by or portal.new("dosen")).call("publish_vacancy", json=form).json
    return made


def applied(portal: Portal, student: Any, vacancy: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """An application that was sent by another device."""
    view = portal.as_(student)
    form = application_form(view, **changed)
    made: dict[str, Any] = view.call("submit_application", vacancy_id=vacancy["id"], json=form).json
    return made


def at_form(page: Page, student: Any, vacancy: dict[str, Any]) -> None:
    """Signed in, on the form of the vacancy."""
    come_as(page, student)
    page.goto(f"/lowongan/{vacancy['id']}/daftar")
    page.get_by_label("IPK").wait_for()


def type_in(page: Page, **changed: str) -> None:
    for label, text in (TYPED | changed).items():
        page.get_by_label(label, exact=True).fill(text)


def choose(page: Page, label: str, name: str = "berkas.pdf", content: bytes | None = None) -> None:
    """A file by the input of the document; nothing is waited for."""
    kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
    file: Any = {"name": name, "mimeType": kind, "buffer": samples.pdf(label) if content is None else content}
    page.get_by_label(label, exact=True).set_input_files(file)


def give(page: Page, label: str, name: str) -> None:
    """A good file, and its verdict."""
    choose(page, label, name)
    expect(page.get_by_text(f"{name} diterima")).to_be_visible()


def give_all(page: Page) -> None:
    give(page, "CV", "cv.pdf")
    give(page, "Transkrip nilai", "transkrip.pdf")


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim pendaftaran").click()


def kept_of(student: Any) -> list[Any]:
    """The rows of the student's applications."""
    with transaction() as db:
        wanted = select(applications).where(applications.c.student_id == student.id)
        return list(db.execute(wanted.order_by(applications.c.submitted_at)))


def end_sessions(person: Any) -> None:
    """As they end by themselves after an hour without a request."""
    over = {"ended_at": clock.now(), "end_reason": "idle"}
    with transaction() as db:
        db.execute(update(sessions).where(sessions.c.person_id == person.id).values(over))


def sign_in_again(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sesi Anda berakhir, silakan masuk kembali")
    dialog.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk kembali").click()
    expect(dialog).to_be_hidden()
