"""`make check-campus` against the campus of one machine: each part works, and says so when it does not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from common.ops.deploy.checking import Outside, check
from common.ops.deploy.commands import Failed
from common.platform.log import log
from tests import samples
from tests.client import PASSWORD, Portal
from tests.uat.cast import vacancy_form


class Heard(logging.Handler):
    """The functions' log, as a place to look things up in."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []
        self.deaf = ""

    def emit(self, record: logging.LogRecord) -> None:
        if vars(record).get("event") != self.deaf:
            self.records.append(vars(record))

    def find(self, event: str, **marks: str) -> Mapping[str, Any] | None:
        wanted = {"event": event, **marks}.items()
        return next((one for one in reversed(self.records) if wanted <= {(k, one.get(k)) for k in dict(wanted)}), None)


@pytest.fixture
def outside(portal: Portal, setting: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """Of a lecturer; the page itself is the portal's tests' concern."""
    setting("LOG_LEVEL", "INFO")
    monkeypatch.setattr("common.ops.deploy.checking.smoke_test", lambda *_: True)
    lecturer = portal.new("dosen")
    heard = Heard()
    log.addHandler(heard)
    log.setLevel("INFO")
    portal.sweep()
    origin = portal.url.replace("localhost", "127.0.0.1")
    yield Outside(f"{origin}/", "", heard, lecturer.number, PASSWORD, patience=20)
    log.removeHandler(heard)


def said(outside: Outside) -> tuple[list[str], str]:
    lines: list[str] = []
    try:
        check(outside, lines.append)
    except Failed as failed:
        return lines, str(failed)
    return lines, ""


def test_every_part_of_a_sound_campus_works(outside: Outside, portal: Portal) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    pamphlet = lecturer.upload("pamflet", samples.photo(9), "image/jpeg")
    lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet))
    lines, failed = said(outside)
    assert failed == "", lines
    assert len(lines) == 9
    assert "not tried" not in "\n".join(lines)
    assert [line for line in lines if not line.startswith("  ok")] == []


def test_another_number_of_proxies_is_named(outside: Outside, setting: Callable[[str, str], None]) -> None:
    """F4: with a wrong number everybody may have one address, or choose one."""
    setting("TRUSTED_PROXIES", "3")
    lines, failed = said(outside)
    assert failed == "1 parts do not work: the number of proxies."
    [line] = [line for line in lines if "FAIL" in line]
    assert line.endswith("1 write into X-Forwarded-For and 3 are trusted: trusted_proxies = 1")


def test_a_sweep_that_does_not_run_is_named(outside: Outside) -> None:
    heard = outside.logs
    assert isinstance(heard, Heard)
    heard.records.clear()
    outside.patience, outside.number = 0.3, ""
    lines, failed = said(outside)
    assert "the sweep by the clock" in failed
    assert any("deliver-notifications-sweep" in line for line in lines)
    assert "NUMBER=" in lines[-1]


def test_events_that_do_not_come_are_named(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(_: object, __: object, start_response: Callable[[str, list[Any]], object]) -> list[bytes]:
        start_response("204 No Content", [])
        return []

    monkeypatch.setattr("common.ops.local.triggers.EventDoor.__call__", lose)
    outside.patience = 0.3
    lines, failed = said(outside)
    assert "an upload and its verdict" in failed
    assert any("does Eventarc bring the event" in line for line in lines)


def test_signals_that_do_not_come_are_named(outside: Outside) -> None:
    heard = outside.logs
    assert isinstance(heard, Heard)
    heard.deaf = "woken"
    outside.patience = 0.3
    lines, failed = said(outside)
    assert failed == "1 parts do not work: a mail by a signal."
    assert any("does Eventarc bring documents of Firestore?" in line for line in lines)


def test_a_link_that_opens_nothing_is_named(
    outside: Outside, portal: Portal, setting: Callable[[str, str], None]
) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    pamphlet = lecturer.upload("pamflet", samples.photo(7), "image/jpeg")
    lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet))
    outside.number = ""
    setting("LINK_MINUTES", "-5")
    lines, failed = said(outside)
    assert failed == "1 parts do not work: a signed link."
    assert any("a signed link: the bucket answers 40" in line for line in lines)


def test_a_student_is_no_lecturer(outside: Outside, portal: Portal) -> None:
    outside.number = portal.new("mahasiswa").number
    lines, failed = said(outside)
    assert "signing in" in failed
    assert any("a lecturer is needed" in line for line in lines)
