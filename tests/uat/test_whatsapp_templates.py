"""Module 11: the operator turns WhatsApp on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from common.__main__ import whatsapp_templates
from common.domain.notifications.template import template_text
from common.domain.notifications.texts import TEMPLATES
from common.ops.local.whatsapp_templates import Templates
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.uat.refusals import settle

KEYS = {(kind, language) for kind, one in TEMPLATES.items() for language in ("id", "en") if one.short}
GONE = ("application_accepted", "id")


@pytest.fixture
def meta(portal: Portal) -> Iterator[Templates]:
    """A new account at Meta, which takes no message without a template."""
    there = portal.campus.whatsapp.templates
    there.required = True
    yield there
    there.required, there.status = False, "APPROVED"
    there.known.clear()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[[str], tuple[int, list[str]]]:
    """`make whatsapp-templates`: what it ends with, and what it prints."""

    def run(work: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        ended = whatsapp_templates(Namespace(work_on=work))
        said = capsys.readouterr()
        return ended, (said.out + said.err).splitlines()

    return run


def test_notif_12_templates_are_listed_registered_and_checked(
    portal: Portal, meta: Templates, command: Callable[[str], tuple[int, list[str]]]
) -> None:
    """Satu perintah menampilkan, mendaftarkan, dan memeriksa semua templat dalam kedua bahasa."""
    ended, lines = command("")
    assert ended == 0
    assert {line for line in lines if line.startswith("---")} == {f"--- {kind} ({of})" for kind, of in KEYS}

    ended, lines = command("check")
    assert (ended, lines[-1]) == (1, f"0 of {len(KEYS)} templates are ready.")
    assert set(lines[:-1]) == {f"{kind} ({language}): missing" for kind, language in KEYS}

    ended, lines = command("register")
    assert (ended, len(lines)) == (0, len(KEYS) + 1)
    assert meta.known.keys() == KEYS
    for (kind, language), one in meta.known.items():
        [body] = one["components"]
        assert (one["category"], body["text"]) == ("UTILITY", template_text(TEMPLATES[kind], language))
        assert len(body["example"]["body_text"][0]) == body["text"].count("{{")
    assert command("check") == (0, [f"{len(KEYS)} of {len(KEYS)} templates are ready."])
    assert len(command("register")[1]) == 1, "nothing is registered twice"


def test_notif_12_what_differs_is_named_and_changed(
    portal: Portal, meta: Templates, command: Callable[[str], tuple[int, list[str]]]
) -> None:
    command("register")
    one, other, third = sorted(KEYS)[:3]
    meta.known[one]["components"][0]["text"] = "Halo"
    meta.known[other]["category"] = "MARKETING"
    meta.known[third]["status"] = "REJECTED"
    assert set(command("check")[1][:-1]) == {
        f"{one[0]} ({one[1]}): other words",
        f"{other[0]} ({other[1]}): category MARKETING, not UTILITY",
        f"{third[0]} ({third[1]}): status REJECTED",
    }
    assert set(command("register")[1][:-1]) == {f"{kind} ({language}): changed" for kind, language in (one, other)}
    assert command("check")[1][:-1] == [f"{third[0]} ({third[1]}): status REJECTED"]


def test_notif_12_sending_names_the_template_that_is_missing(
    portal: Portal, meta: Templates, command: Callable[[str], tuple[int, list[str]]]
) -> None:
    """Pengiriman menyebut templat yang belum terdaftar; pesannya menunggu dan terkirim setelah didaftarkan."""
    command("register")
    removed = meta.known.pop(GONE)
    student, lecturer = portal.new("mahasiswa", whatsapp="+6281299990001"), portal.new("dosen")
    with transaction() as db:
        vacancy = make.vacancy(db, lecturer, course="Basis Data")
        application = make.application(db, vacancy, student, whatsapp="+6281299990001")
    portal.as_(lecturer).call("accept_candidate", application_id=application.id)
    settle(portal)
    admin = portal.as_(portal.new("admin"))

    def whatsapp() -> tuple[str, str | None]:
        lines = admin.call("list_messages", query={"channel": "whatsapp", "search": student.name})["items"]
        [line] = [line for line in lines if line["kind"] == GONE[0]]
        [message] = [message for message in line["messages"] if message["channel"] == "whatsapp"]
        return message["state"], message["error"]

    said = "WhatsApp gagal: templat WhatsApp application_accepted (id) belum terdaftar di Meta (132001)"
    assert whatsapp() == ("antre", said)
    assert not [one for one in portal.campus.outbox.whatsapps if one.template == GONE[0]]
    meta.known[GONE] = removed
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=True):
        settle(portal)
    assert whatsapp() == ("terkirim", None)


def test_notif_12_what_meta_refuses_is_one_line(
    portal: Portal, setting: Callable[[str, str], None], command: Callable[[str], tuple[int, list[str]]]
) -> None:
    setting("WHATSAPP_TOKEN", "salah")
    [line] = command("check")[1]
    assert line.startswith("Meta refused: HTTP 401 (#190)")
    setting("WHATSAPP_ACCOUNT_ID", "")
    assert command("register") == (1, ["WHATSAPP_ACCOUNT_ID is not set: see common/docs/runbook/whatsapp.md"])
