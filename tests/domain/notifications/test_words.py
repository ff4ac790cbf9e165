"""Words: every kind in both languages, everything filled, nothing that a provider would refuse."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from common.domain.notifications.template import Template, fill, needed, parameters, placeholders, template_text
from common.domain.notifications.texts import TEMPLATES, check
from common.platform.auth import Role
from common.platform.settings import settings
from common.platform.text import Text
from tests.domain.notifications.kinds import used_kinds

LANGUAGES = ("id", "en")
# The portal's pages by who may open them; None is whoever reads it.
PAGES: dict[Role | None, set[str]] = {
    None: {"/", "/lowongan", "/lowongan/{id}", "/lowongan/{id}/daftar", "/sertifikat", "/sertifikat/{id}"}
    | {"/masuk", "/lupa-kata-sandi", "/kata-sandi", "/profil", "/notifikasi", "/ekspor/{id}"},
    Role.STUDENT: {"/mahasiswa", "/pendaftaran", "/sertifikat-saya"},
    Role.ASLAB: {"/aslab", "/absensi", "/absensi/riwayat", "/kontrak"},
    Role.LECTURER: {"/dosen", "/dosen/lowongan", "/dosen/lowongan/baru", "/dosen/lowongan/{id}"}
    | {"/dosen/lowongan/{id}/pendaftar", "/dosen/verifikasi", "/dosen/aslab"},
    Role.ADMIN: {"/admin", "/admin/pengguna", "/admin/periode", "/admin/aktivasi", "/admin/kontrak"}
    | {"/admin/sertifikat", "/admin/pesan", "/admin/audit"},
}
# About a mailbox, so nothing of it goes elsewhere; or for a calendar, to who knows of it.
BY_MAIL_ALONE = {"email_taken_up", "link_sent_elsewhere", "interview_cancelled"}
IN_THE_INBOX_ALONE = {"export_made"}
EVERY = pytest.mark.parametrize("kind", sorted(TEMPLATES))


def sample(kind: str) -> dict[str, Any]:
    """Data as they come back from the ledger: what was a moment or a day is a text by then."""
    return {name: _sample(name) for name in needed(TEMPLATES[kind])}


def _sample(name: str) -> Any:
    if re.search(r"(^|_)at$", name):
        return "2026-11-23T02:05:00+00:00"
    if name == "day" or name.endswith("_on"):
        return "2026-11-23"
    return ["Basis Data: 2", "Jaringan: 1"] if name == "courses" else f"isi-{name}"


def test_what_the_code_says_and_what_has_words_are_the_same() -> None:
    assert used_kinds() == set(TEMPLATES)


@EVERY
def test_both_languages_speak_of_the_same_things(kind: str) -> None:
    template = TEMPLATES[kind]
    for text in (template.subject, template.body, template.short):
        assert text != text.en or not text
        assert set(placeholders(str(text))) == set(placeholders(text.en)), text


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_filled(kind: str, language: str) -> None:
    words = fill(TEMPLATES[kind], sample(kind), language)
    for text in (words.subject, words.body, words.mail, words.short, words.path, words.file_name, *words.parameters):
        assert "{" not in text
        assert "None" not in text
    assert words.subject
    assert "isi-name" in words.mail
    assert settings().campus_name in words.mail


@EVERY
def test_a_lecturer_is_greeted_as_one_and_nobody_else_is(kind: str) -> None:
    template = TEMPLATES[kind]
    greeting = "Yth. Bapak/Ibu isi-name,\n\n" if template.role == "dosen" else "Halo isi-name,\n\n"
    assert fill(template, sample(kind), "id").mail.startswith(greeting)
    assert fill(template, sample(kind), "en").mail.startswith("Dear isi-name,\n\n")


@EVERY
def test_a_link_leads_to_the_portal_or_is_the_one_that_was_given(kind: str) -> None:
    words = fill(TEMPLATES[kind], sample(kind), "id")
    address = "isi-link" if TEMPLATES[kind].secret else settings().portal_url + words.path
    assert words.mail.count(address) == 1
    assert words.path.startswith("/")


@EVERY
def test_it_opens_a_page_of_the_portal_in_the_role_of_its_reader(kind: str) -> None:
    template = TEMPLATES[kind]
    assert re.sub(r"{\w+}", "{id}", template.path) in PAGES[template.role]


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_meta_would_take_the_template(kind: str, language: str) -> None:
    """It neither begins nor ends with a parameter, numbers them from 1 without a gap, and its name is plain."""
    template = TEMPLATES[kind]
    if not template.short:
        assert template.secret or kind in BY_MAIL_ALONE | IN_THE_INBOX_ALONE
        return
    text = template_text(template, language)
    assert not text.startswith("{{")
    assert not text.endswith("}}")
    assert {int(number) for number in re.findall(r"{{(\d+)}}", text)} == set(range(1, len(parameters(template)) + 1))
    assert re.fullmatch(r"[a-z_]{1,512}", kind)
    assert len(text) <= 1024


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_the_short_text(kind: str, language: str) -> None:
    words = fill(TEMPLATES[kind], sample(kind), language)
    template = template_text(TEMPLATES[kind], language)
    for number, value in enumerate(words.parameters, 1):
        template = template.replace(f"{{{{{number}}}}}", value)
    assert template == words.short


def test_a_moment_is_told_in_the_campus_zone() -> None:
    data = sample("application_interview")
    assert "23 November 2026 pukul 09.05 WIB" in fill(TEMPLATES["application_interview"], data, "id").mail
    assert "23 November 2026 at 09:05 WIB" in fill(TEMPLATES["application_interview"], data, "en").mail


def test_a_day_is_told_as_people_write_it() -> None:
    assert "23 November 2026 sampai" in fill(TEMPLATES["aslab_activated"], sample("aslab_activated"), "id").mail


def test_a_list_is_a_list() -> None:
    mail = fill(TEMPLATES["new_applications_summary"], sample("new_applications_summary"), "id").mail
    assert "\n\n- Basis Data: 2\n- Jaringan: 1\n\n" in mail


def test_braces_in_what_people_wrote_stay_what_they_are() -> None:
    data = sample("application_rejected") | {"reason": "{name} {0} {link.__class__}"}
    assert "{name} {0} {link.__class__}" in fill(TEMPLATES["application_rejected"], data, "id").mail


def test_a_file_name_has_no_slash() -> None:
    data = sample("certificate_sent") | {"number": "0001/ASLAB/2026"}
    assert fill(TEMPLATES["certificate_sent"], data, "id").file_name == "Sertifikat 0001-ASLAB-2026.pdf"


def test_an_unknown_kind_has_no_words() -> None:
    with pytest.raises(LookupError):
        check("hadiah_undian", {"name": "Siti"})


def test_what_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="course, lecturer"):
        check("application_accepted", {"name": "Siti"})


def test_placeholders_are_plain_names() -> None:
    """No attribute, index or conversion: what is filled in is text and nothing else."""
    for template in TEMPLATES.values():
        for field in _fields(template):
            assert field.isidentifier(), field


def _fields(template: Template) -> list[str]:
    texts = [str(text) + text.en for text in (template.subject, template.body, template.short)]
    parsed = [part for text in texts for part in Formatter().parse(text)]
    assert not [part for part in parsed if part[2] or part[3]]
    return [name for _, name, _, _ in parsed if name]


def test_a_name_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    text = Text("Bersama {lecturer}. Sampai jumpa.", en="With {lecturer}. See you.")
    template = Template(subject=text, body=text, short=text, path="/")
    data = {"name": "Budi", "lecturer": "Rina, M.T."}
    words = fill(template, data, "id")
    assert words.body == "Bersama Rina, M.T. Sampai jumpa."
    assert ".." not in words.mail + words.short
    assert fill(template, {**data, "lecturer": "Rina"}, "en").body == "With Rina. See you."


def test_days_are_a_span_and_one_day_is_one() -> None:
    kind, data = TEMPLATES["attendance_approved"], sample("attendance_approved")
    assert "(23 November 2026)" in fill(kind, data, "id").body
    later = {**data, "last_on": "2026-11-25"}
    assert "(23 November 2026 – 25 November 2026)" in fill(kind, later, "id").body


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_does_not_speak_of_what_is_attached_to_a_mail(kind: str, language: str) -> None:
    words = fill(TEMPLATES[kind], sample(kind), language)
    for said in ("terlampir", "email ini", "attached", "this e-mail"):
        assert said not in words.body or TEMPLATES[kind].secret
