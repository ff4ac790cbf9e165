"""Decision records: each says its status, its date and when to think again, and the index lists it."""

from __future__ import annotations

import re

import pytest

from tests.laws.source import CHECKOUT

FOLDER = CHECKOUT / "common/docs/decisions"
RECORDS = sorted(FOLDER.glob("0*.md"))


def test_there_are_records_numbered_without_a_gap() -> None:
    assert [record.name[:4] for record in RECORDS] == [f"{n:04d}" for n in range(1, len(RECORDS) + 1)]
    assert len(RECORDS) >= 16


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
def test_a_record_is_whole_and_listed(record) -> None:
    text = record.read_text(encoding="utf-8")
    title = re.match(r"# (\d{4}) (.+)\n", text)
    status = re.search(r"\*\*Status\.\*\* (Proposed|Accepted|Replaced by \d{4}), (\d{4}-\d\d-\d\d)", text)
    assert title
    assert status, "say `**Status.** Accepted, <date>.`"
    for part in ("**Context.**", "**Options.**", "**Decision.**", "**Revisit when**"):
        assert part in text, f"{record.name} has no {part}"
    line = f"| [{title[1]}]({record.name}) | {title[2]} | {status[1].lower()} | {status[2]} |"
    assert line in (FOLDER / "README.md").read_text(encoding="utf-8"), f"the index needs the line {line}"
