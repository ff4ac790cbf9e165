"""What a cut in the power leaves of a file under `.local/`: the campus starts all the same."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from common.ops.local.account import local_account
from common.ops.local.environment import keys
from common.ops.local.outbox import Outbox
from common.ops.local.places import Places, read_whole, write_whole
from tests.temporary import temporary_places

PARTS = [0.0, 0.1, 0.5, 0.9]


@pytest.fixture
def places() -> Iterator[Places]:
    with temporary_places() as made:
        yield made


def cut(file: Path, part: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])


def signing_keys(places: Places) -> Any:
    return keys(places.folder("keys") / "signing.json")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("make", [signing_keys, local_account])
def test_half_a_key_is_made_anew(places: Places, make: Callable[[Places], Any], part: float) -> None:
    make(places)
    [file] = (file for file in places.root.rglob("*.json"))
    cut(file, part)
    make(places)
    assert json.loads(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    make(places)
    assert file.read_bytes() == before


@pytest.mark.parametrize("part", PARTS)
def test_half_a_message_is_left_out_and_the_others_are_shown(places: Places, part: float) -> None:
    box = Outbox(places)
    mails = [box.add_mail("a@kampus.test", ["b@kampus.test"], b"Subject: Halo\r\n\r\nIsi") for _ in range(2)]
    sent = [box.add_whatsapp("meta", "62812", "Halo", "", {}) for _ in range(2)]
    envelope = mails[1].file.read_bytes().index(b"\r\n")
    mails[1].file.write_bytes(mails[1].file.read_bytes()[: int(envelope * part)])
    cut(places.root / "outbox" / f"{sent[1].id}.json", part)
    again = Outbox(places)
    assert [mail.id for mail in again.mails] == [mails[0].id]
    assert [one.id for one in again.whatsapps] == [sent[0].id]
    assert again.add_mail("a@kampus.test", ["b@kampus.test"], b"Subject: Lagi\r\n\r\n").id > sent[1].id


def test_where_there_is_no_room_the_old_file_stays_whole(places: Places) -> None:
    file = places.folder("keys") / "signing.json"
    write_whole(file, b'{"a": 1}')
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_whole(file, json.dumps({"a": "2" * 5000}).encode())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert read_whole(file) == {"a": 1}
    assert list(file.parent.iterdir()) == [file], "nothing half is left beside it"
