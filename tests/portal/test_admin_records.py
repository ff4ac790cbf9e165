"""Modules 11 and 12 in a browser: the ledger of messages and the audit log."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.ops.checkout import CHECKOUT
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose, dialog, press, row
from tests.portal.pages import come_as, look, look_at_all

MESSAGES, AUDIT = "/admin/pesan", "/admin/audit"
FEATURES = CHECKOUT / "web" / "src" / "features"


def notified(name: str, **values: object) -> None:
    """A line of the ledger about an activated aslab."""
    now = clock.now()
    data = {"name": name, "course": "Basis Data", "starts_on": "2026-09-01", "ends_on": "2027-01-31"}
    line = {
        "event": f"uji:{name}",
        "channel": "email",
        "recipient": f"{name.lower().replace(' ', '.')}@kampus.test",
        "kind": "aslab_activated",
        "language": "id",
        "data": data,
        "state": "gagal",
        "attempts": 4,
        "created_at": now,
        "next_at": now,
        "error": "Email gagal: server menolak",
        "error_en": "E-mail failed: the server refused",
    }
    with transaction() as db:
        make.insert(db, messages, **line | values)


def test_notif_04_a_failed_message_is_shown_with_its_reason_and_sent_again(visitor: Page, portal: Portal) -> None:
    """Pesan gagal tampil dengan alasannya dan dapat dikirim ulang."""
    notified("Siti Aminah")
    notified("Budi Santoso", state="terkirim", sent_at=clock.now(), error=None, error_en=None)
    notified("Rina Wulandari", state="antre", next_at=clock.now() + timedelta(minutes=5), attempts=2)
    at(visitor, portal, MESSAGES)
    expect(row(visitor, "Rina Wulandari")).to_contain_text("Dicoba lagi")
    choose(visitor, "Status", "Gagal")
    expect(row(visitor, "Budi Santoso")).to_have_count(0)
    expect(row(visitor, "Siti Aminah")).to_contain_text("Email gagal: server menolak")
    expect(row(visitor, "Siti Aminah")).to_contain_text("4 kali dicoba")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Akun aslab aktif")
    press(visitor, "Kirim ulang Siti Aminah, Email")
    expect(visitor.get_by_text("Pesan dikirim ulang")).to_be_visible()
    portal.campus.outbox.wait_for_mail(to="siti.aminah@kampus.test", subject_contains="Basis Data")
    visitor.goto(f"{MESSAGES}?cari=Siti")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Terkirim")
    expect(row(visitor, "Siti Aminah").get_by_role("button")).to_have_count(0)


def test_notif_04_one_event_is_one_row_with_a_state_for_each_channel(visitor: Page, portal: Portal) -> None:
    to = portal.new("mahasiswa", name="Siti Aminah")
    sent = {"state": "terkirim", "sent_at": clock.now(), "error": None, "error_en": None}
    notified("Siti Aminah", person_id=to.id)
    notified("Siti Aminah", person_id=to.id, channel="whatsapp", recipient="+6281234567890")
    notified("Siti Aminah", person_id=to.id, channel="kotak_masuk", recipient=str(to.id), **sent)
    at(visitor, portal, MESSAGES)
    line = row(visitor, "Siti Aminah")
    expect(line).to_have_count(1)
    expect(line.get_by_role("listitem")).to_have_text(
        [
            re.compile("Gagal.*Email.*siti.aminah@kampus.test"),
            re.compile(r"Gagal.*WhatsApp.*\+6281234567890"),
            re.compile("Terkirim.*Kotak masuk"),
        ]
    )
    expect(line.get_by_role("button")).to_have_count(2)
    press(visitor, "Kirim ulang Siti Aminah, WhatsApp")
    expect(visitor.get_by_text("Pesan dikirim ulang")).to_be_visible()
    expect(line.get_by_role("listitem").filter(has_text="WhatsApp")).not_to_contain_text("Gagal")
    expect(line.get_by_role("listitem").filter(has_text="Email")).to_contain_text("Gagal")


def test_notif_13_all_that_failed_is_sent_again_after_one_question(visitor: Page, portal: Portal) -> None:
    """Satu konfirmasi dengan jumlahnya, lalu kemajuannya sampai semua terkirim."""
    for n in range(3):
        notified(f"Siti {n}")
    notified("Budi Santoso")
    at(visitor, portal, f"{MESSAGES}?cari=siti")
    button = visitor.get_by_role("button", name="Kirim ulang semua yang gagal")
    expect(button).to_have_text("Kirim ulang semua yang gagal (3)")
    choose(visitor, "Status", "Terkirim")
    expect(button).to_be_hidden()
    choose(visitor, "Status", "Gagal")
    button.click()
    asked = dialog(visitor)
    expect(asked).to_contain_text("Kirim ulang 3 pesan?")
    look(visitor, "pesan-kirim-ulang")
    asked.get_by_role("button", name="Batal").click()
    assert portal.campus.outbox.mails == ()
    button.click()
    asked.get_by_role("button", name="Kirim 3 pesan").click()
    expect(visitor.get_by_text("3 dari 3 terkirim, 0 menunggu, 0 gagal")).to_be_visible()
    expect(button).to_be_hidden()
    assert sorted(mail.recipients[0] for mail in portal.campus.outbox.mails) == [
        f"siti.{n}@kampus.test" for n in range(3)
    ]
    visitor.goto(MESSAGES)
    expect(visitor.get_by_text("3 dari 3 terkirim")).to_be_visible()
    expect(row(visitor, "Budi Santoso")).to_contain_text("Gagal")


def test_lap_06_the_log_says_who_when_what_and_is_found_by_filters(windows: OpenWindow, portal: Portal) -> None:
    """Log audit: siapa, kapan (WIB), apa, nilai lama dan baru, IP; disaring menurut pelaku, tindakan, dan tanggal."""
    student = portal.new("mahasiswa", name="Siti Aminah")
    other = portal.new("admin", name="Ferdian Oktapranata")
    portal.as_(other).call("edit_user", user_id=student.id, json={"program": "Sistem Informasi"})
    page = windows()
    at(page, portal, AUDIT)
    line = row(page, "Data pengguna diubah")
    expect(line).to_contain_text("Ferdian Oktapranata")
    expect(line).to_contain_text("WIB")
    expect(line).to_contain_text("127.0.0.1")
    expect(line.get_by_role("row", name="Program studi Teknik Informatika Sistem Informasi")).to_be_visible()
    actor, chosen = page.get_by_role("combobox", name="Pelaku"), f"Ferdian Oktapranata ({other.number})"
    actor.fill("Ferdian")
    page.locator(f"datalist option[value='{chosen}']").wait_for(state="attached")
    # As the browser does when it is picked from the list.
    actor.fill(chosen)
    expect(row(page, "Masuk")).to_have_count(1)
    expect(actor).to_have_value(chosen)
    page.get_by_label("Tindakan").select_option(label="Semua tentang pengguna")
    expect(row(page, "Masuk")).to_have_count(0)
    expect(line).to_be_visible()
    page.get_by_label("Sampai tanggal").fill((clock.today() - timedelta(days=1)).isoformat())
    expect(page.get_by_text("Tidak ada data pada periode ini")).to_be_visible()


def test_lap_06_the_history_of_one_subject_is_a_link_away(visitor: Page, portal: Portal) -> None:
    """Riwayat satu objek dibuka dari barisnya, dan Kembali membawa ke seluruh log."""
    boss = portal.as_(portal.new("admin"))
    one, two = (boss.call("add_period", json=form) for form in periods())
    at(visitor, portal, AUDIT)
    expect(row(visitor, "Periode ditambahkan")).to_have_count(2)
    row(visitor, one["name"]).get_by_role("link", name="Riwayat Periode").click()
    expect(row(visitor, two["name"])).to_have_count(0)
    expect(row(visitor, one["name"])).to_be_visible()
    visitor.go_back()
    expect(row(visitor, two["name"])).to_be_visible()


def periods() -> list[dict[str, str]]:
    return [
        {"name": f"Periode {year}", "starts_on": f"{year}-01-01", "ends_on": f"{year}-06-30"} for year in (2030, 2031)
    ]


@pytest.mark.parametrize("role", ["dosen", "mahasiswa"])
def test_lap_07_others_are_not_let_in(visitor: Page, portal: Portal, role: str) -> None:
    """Dosen dan mahasiswa membuka alamat log audit: 403."""
    come_as(visitor, portal.new(role))
    for address in (AUDIT, "/admin", "/admin/statistik", "/admin/pengguna"):
        visitor.goto(address)
        expect(visitor.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_be_visible()
        expect(visitor.locator("table")).to_have_count(0)


def texts(language: str, noun: str, part: str) -> dict[str, object]:
    files = (FEATURES / noun / "words" / f"{name}{language}.json" for name in ("", "office.", "later."))
    [found] = [words[part] for file in files if file.exists() and part in (words := json.loads(file.read_text()))]
    named: dict[str, object] = found
    return named


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_of_message_has_its_words(language: str) -> None:
    assert set(texts(language, "messages", "kinds")) == set(TEMPLATES)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_action_that_is_written_down_has_its_words(language: str) -> None:
    known = texts(language, "audit", "actions")
    written = {found for source in sources() for found in re.findall(r'"([a-z]+\.[a-z_]+)"', source)}
    assert len(written) > 20
    assert isinstance(known, dict)
    assert {f"{noun}.{verb}" for noun, verbs in known.items() for verb in verbs} >= written


def sources() -> list[str]:
    """What follows each `audit.record(`, and the actions that are named before it."""
    files = [path.read_text() for path in (CHECKOUT / "common").rglob("*.py") if "local" not in path.parts]
    return [text[found.end() :][:160] for text in files for found in re.finditer(r"audit\.record\(|action = ", text)]


def test_messages_and_log_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    notified("Siti Nurhaliza Rahmadani")
    notified("Budi Santoso", channel="whatsapp", recipient="+628123456789", state="antre", attempts=1)
    notified("Rina Wulandari", channel="kotak_masuk", state="terkirim", sent_at=clock.now(), error=None, error_en=None)
    admin, student = portal.new("admin", name="Sulastri Handayani"), portal.new("mahasiswa")
    boss = portal.as_(admin)
    boss.call("edit_user", user_id=student.id, json={"name": "Nama Baru", "program": "Sistem Informasi"})
    boss.call("deactivate_user", user_id=student.id)
    look_at_all(
        windows, {"admin-pesan": MESSAGES, "admin-audit": AUDIT}, portal.new("admin", name="Sulastri Handayani")
    )


def test_the_filters_of_the_log_open_over_the_page(phone: Page, portal: Portal) -> None:
    at(phone, portal, AUDIT)
    choose(phone, "Objek", "Periode")
    expect(dialog(phone)).to_have_count(0)
    expect(phone).to_have_url(re.compile("objek=period"))
    expect(phone.get_by_text("Tidak ada data pada periode ini")).to_be_visible()
