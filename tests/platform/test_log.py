"""What a line of the log holds, and what it never holds."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from common.platform import log as module
from common.platform.log import HIDDEN, current_request_id, log, redact, request_context, set_up
from common.platform.settings import settings

Line = dict[str, Any]
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(autouse=True)
def _logging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log as a function sets it up, and afterwards as it was."""
    handlers, propagate, level = log.handlers[:], log.propagate, log.level
    log.handlers.clear()
    monkeypatch.setenv("LOG_LEVEL", "info")
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "si-aslab")
    settings.cache_clear()
    set_up()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    log.handlers[:], log.propagate = handlers, propagate
    log.setLevel(level)


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Callable[[], Line]:
    def only_line() -> Line:
        (text,) = capsys.readouterr().out.splitlines()
        return json.loads(text)  # type: ignore[no-any-return]

    return only_line


def test_a_record_is_one_line_with_severity_message_and_time(line: Callable[[], Line]) -> None:
    log.warning("two\nlines of %s", "text")
    found = line()
    assert found.pop("time").endswith("+00:00")
    assert found == {"severity": "WARNING", "message": "two\nlines of text"}


def test_setting_up_twice_writes_once_and_leaves_other_loggers_alone(line: Callable[[], Line]) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    set_up()
    log.info("once")
    assert line()["message"] == "once"
    assert (logging.getLogger().handlers, logging.getLogger().level) == before


def test_what_is_below_the_level_of_the_settings_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.debug("quiet")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("header", "span", "sampled"),
    [
        (f"{TRACE}/255;o=1", "00000000000000ff", True),
        (f"{TRACE}/255", "00000000000000ff", None),
        (TRACE, None, None),
        (f"00-{TRACE}-b7ad6b7169203331-01", "b7ad6b7169203331", True),
        (f"00-{TRACE}-b7ad6b7169203331-00", "b7ad6b7169203331", None),
    ],
)
def test_the_line_names_function_request_and_trace(
    line: Callable[[], Line], header: str, span: str | None, sampled: bool | None
) -> None:
    with request_context("apply", "r-1", header):
        log.info("inside")
    found = line()
    assert (found["function"], found["request_id"]) == ("apply", "r-1")
    assert found["logging.googleapis.com/trace"] == f"projects/si-aslab/traces/{TRACE}"
    assert found.get("logging.googleapis.com/spanId") == span
    assert found.get("logging.googleapis.com/trace_sampled") == sampled


@pytest.mark.parametrize("header", ["", "nonsense", f"{TRACE}/999999999999999999999", "00-zz-yy-01"])
def test_a_trace_header_that_cannot_be_read_is_left_out(line: Callable[[], Line], header: str) -> None:
    with request_context("apply", "r-1", header):
        log.info("inside")
    assert not [name for name in line() if name.endswith("/trace")]


def test_the_marks_of_a_request_end_with_it_and_stay_in_its_thread(capsys: pytest.CaptureFixture[str]) -> None:
    with request_context("apply"):
        with request_context("inner"):
            log.info("1")
        thread = threading.Thread(target=log.info, args=("2",))
        thread.start()
        thread.join()
        log.info("3")
    log.info("4")
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [found.get("function") for found in lines] == ["inner", None, "apply", None]


def test_the_id_of_the_request_can_be_asked_for() -> None:
    with request_context("apply", "r-1"):
        inside = current_request_id()
    assert (inside, current_request_id()) == ("r-1", "")


def test_an_exception_is_a_traceback_without_the_values(line: Callable[[], Line]) -> None:
    try:
        try:
            raise ValueError("no mailbox budi@ubb.ac.id")
        except ValueError as first:
            raise RuntimeError("file 'CV Budi Santoso.pdf' of +62 812-3456-7890") from first
    except RuntimeError:
        log.exception("sending to %s failed", "budi@ubb.ac.id")
    found = line()
    assert found["severity"] == "ERROR"
    assert found["message"] == f"sending to {HIDDEN} failed"
    assert found["stack_trace"].startswith("Traceback (most recent call last):\n")
    assert "RuntimeError: file" in found["stack_trace"]
    assert "test_log.py" in found["stack_trace"]
    said = [text for text in found["stack_trace"].splitlines() if not text.startswith(" ")]
    assert not [text for text in said if "Budi" in text or "budi" in text or "7890" in text]


def test_extra_fields_are_written_and_private_ones_are_hidden(line: Callable[[], Line]) -> None:
    vacancy = UUID("62812345-1234-4234-8234-081234567890")
    log.info("x", extra={"vacancy_id": vacancy, "rows": 3, "email": "a@b.id", "file_name": "x", "whom": "a@b.id"})
    found = line()
    assert (found["vacancy_id"], found["rows"]) == (str(vacancy), 3)
    assert (found["email"], found["file_name"], found["whom"]) == (HIDDEN, HIDDEN, HIDDEN)


def test_an_extra_field_does_not_replace_ours(line: Callable[[], Line]) -> None:
    log.info("x", extra={"severity": "DEBUG"})
    assert line()["severity"] == "INFO"


def test_a_file_name_given_as_an_argument_is_hidden_whole(line: Callable[[], Line]) -> None:
    log.info("refused %s, %d bytes", "Transkrip Nilai Budi.PDF", 12)
    assert line()["message"] == f"refused {HIDDEN}, 12 bytes"


def test_arguments_by_name_are_hidden_by_their_name(line: Callable[[], Line]) -> None:
    log.info("%(password)s for %(step)s", {"password": "rahasia", "step": "apply"})
    assert line()["message"] == f"{HIDDEN} for apply"


def test_arguments_that_do_not_fit_stop_nothing(line: Callable[[], Line]) -> None:
    log.info("%d of %d", 1)
    assert line()["message"] == f"%d of %d {HIDDEN}"


JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("to budi.santoso+x@mahasiswa.ubb.ac.id now", ["budi", "ubb.ac.id"]),
        ("WhatsApp +6281234567890", ["8123"]),
        ("WhatsApp 0812-3456-7890.", ["3456"]),
        ("WhatsApp (62812 3456 7890)", ["3456"]),
        ("number +1 (415) 555-0100", ["555"]),
        (f"token {JWT}", ["eyJ", "c2ln"]),
        ("Authorization: Bearer abc.def-ghi", ["abc", "ghi"]),
        ("authorization: bearer abcdef", ["abcdef"]),
        ("{'password': 'rahasia sekali', 'x': 1}", ["rahasia", "sekali"]),
        ("kata sandi: rahasia", ["rahasia"]),
        ("GET https://storage.googleapis.com/b/o?X-Goog-Credential=c&X-Goog-Signature=5f", ["5f", "=c"]),
        ("/v1/x?access_token=abc&b=1", ["abc"]),
        ("https://portal/kata-sandi#abc123", ["abc123"]),
        ("postgresql://aslab:rahasia@db/aslab", ["rahasia"]),
        ("opened Transkrip.pdf and foto_ktp.JPG", ["Transkrip", "ktp"]),
        ('opened "CV Budi Santoso.docx"', ["Budi", "Santoso"]),
        ("refresh 3vXyQ9Zt0LrBp_8sK2mN-aEwUdHfGjCi7o1T4y6R5x0", ["3vXy", "5x0"]),
        ("-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----", ["MHc"]),
        ("[SQL: insert]\n[parameters: ('Budi', 'x]', 'y')]\n(Background)", ["Budi", "x]", "'y'"]),
        ("{'D': 'Key (nim)=(1031911001) already exists.', 'R': 'f'}", ["1031911001"]),
        ("Failing row contains (1, Budi (S), null).", ["Budi", "(S)"]),
        ('invalid input syntax for type integer: "Budi"', ["Budi"]),
    ],
)
def test_personal_data_and_secrets_are_taken_out(text: str, secrets: list[str]) -> None:
    found = redact(text)
    assert HIDDEN in found
    assert not [secret for secret in secrets if secret in found]


@pytest.mark.parametrize(
    "text",
    [
        "photo 3f2504e0-4f89-41d3-9a0c-0305e82c3301 processed in 103 ms",
        'File "/app/common/platform/mail/smtp.py", line 62, in send',
        "2026-08-12 08:12:33.123456+00:00 contract 08-2026",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "GET /v1/vacancies 200",
        "common.domain.recruitment.actions.submit raised QuotaReached",
    ],
)
def test_what_is_harmless_stays_readable(text: str) -> None:
    assert redact(text) == text


def test_a_long_line_is_cleaned_in_time_that_grows_with_its_length() -> None:
    assert len(redact("a" * 200_000)) == 200_000


def test_importing_the_log_brings_no_client_along() -> None:
    heavy = {"flask", "requests", "sqlalchemy", "grpc", "marshmallow"}
    code = f"import sys, {module.__name__}; print({heavy} & sys.modules.keys() or 'none')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "none\n"
