"""Module 2: people brought in by a file."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import func, select

from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.platform.auth import Role
from common.platform.db import transaction
from tests.bystanders import own
from tests.client import Answer, Portal
from tests.platform.sheets.files import HEAD, texts, xlsx

REGISTERED, WRONG_EMAIL, DOUBLE = 47, 200, 333


def students(number: int, lecturer: Any) -> list[list[str]]:
    """Rows 2 to `number` + 1 of a file, three of them bad."""
    rows = [[f"00223{n:05d}", f"Mahasiswa {n}", "Fisika", f"m{n}@contoh.test", f"0812{n:08d}"] for n in range(number)]
    rows[REGISTERED - 2][0] = lecturer.number
    rows[WRONG_EMAIL - 2][3] = "bukan email"
    rows[DOUBLE - 2][0] = rows[0][0]
    return rows


def imported(admin: Portal, data: bytes, name: str = "mahasiswa.xlsx") -> Answer:
    """Uploaded and read."""
    upload_id = admin.upload("impor", data, "application/octet-stream")
    started = admin.call("start_import", json={"upload_id": upload_id, "file_name": name, "role": Role.STUDENT})
    return settled(admin, started["id"])


def settled(admin: Portal, import_id: str, seconds: float = 60) -> Answer:
    until = time.monotonic() + seconds
    while True:
        answer = admin.call("show_import", import_id=import_id)
        if answer["state"] not in ("dibaca", "disimpan"):
            return answer
        assert time.monotonic() < until, answer.json
        time.sleep(0.1)


def counts(answer: Answer) -> dict[str, int]:
    return {name: answer[name] for name in ("added", "changed", "unchanged", "refused")}


def reasons(admin: Portal, import_id: str) -> dict[int, list[str]]:
    page = admin.call("list_import_lines", import_id=import_id, query={"kind": "ditolak"})
    return {line["row"]: [one["message"] for one in line["reasons"]] for line in page["items"]}


def test_usr_07_and_usr_08_a_file_of_500_students_is_imported_once(portal: Portal) -> None:
    """Impor 500 mahasiswa dengan 3 baris salah; diimpor lagi, tidak ada yang ditambahkan dan tidak ada email kedua."""
    lecturer = portal.new(Role.LECTURER)
    admin, rows = portal.as_(portal.new(Role.ADMIN)), students(500, lecturer)
    data = xlsx(HEAD, *rows)
    preview = imported(admin, data)
    assert (preview["state"], counts(preview)) == ("siap", {"added": 497, "changed": 0, "unchanged": 0, "refused": 3})
    assert reasons(admin, preview["id"]) == {
        REGISTERED: ["NIM/NIP sudah terdaftar dengan peran dosen"],
        WRONG_EMAIL: ["Format email tidak valid"],
        DOUBLE: ["NIM/NIP sama dengan baris 2"],
    }
    assert accounts() == 0, "nothing is saved before it is confirmed"

    admin.call("confirm_import", import_id=preview["id"], json={"invite": True})
    done = settled(admin, preview["id"])
    assert (done["state"], done["saved"]) == ("selesai", 497)
    assert counts(done) == counts(preview)
    assert accounts() == 497
    found = admin.call("list_users", query={"search": "0022300000"})["items"]
    assert [(user["number"], user["name"], user["whatsapp"]) for user in found] == [
        ("0022300000", "Mahasiswa 0", "+6281200000000")
    ]
    refused = texts(admin.call("download_refused", import_id=preview["id"]).response.content)
    assert [row[0] for row in refused] == ["NIM/NIP", lecturer.number, rows[WRONG_EMAIL - 2][0], "0022300000"]
    assert refused[2][3:] == ["bukan email", rows[WRONG_EMAIL - 2][4], "200", "Format email tidak valid"]
    assert invitations() == 497

    again = imported(admin, data)
    assert counts(again) == {"added": 0, "changed": 0, "unchanged": 497, "refused": 3}
    admin.call("confirm_import", import_id=again["id"], json={"invite": True}, expect=409)
    assert (accounts(), invitations()) == (497, 497)


def accounts() -> int:
    with transaction() as db:
        imported_ones = own(people, func.count()).where(people.c.email.endswith("@contoh.test"))
        return int(db.scalar(imported_ones) or 0)


def invitations() -> int:
    with transaction() as db:
        return int(db.scalar(select(func.count()).where(messages.c.kind == "account_created")) or 0)
