"""Sharing a vacancy: the page that a chat or a search engine reads, which runs no script."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from common.domain.recruitment.share_pages import share_due
from common.domain.recruitment.share_tasks import SHARE, ask_for_all
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.calendar_text import moment_text
from common.platform.db import transaction
from common.platform.queue import tasks
from common.platform.settings import settings
from tests import samples
from tests.client import Portal
from tests.uat.cast import vacancy_form

EVIL = "Basis Data</title><script>alert(1)</script>\"' onload=x"


ABOUT = {"program": "Teknik Informatika", "days": ["kamis", "selasa"]}


class Chat(HTMLParser):
    """What a chat reads of a link: the title, the properties, and the posting for search engines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown, self.links, self.tags, self.posting, self._in = dict[str, str](), list[str](), list[str](), {}, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in = tag if tag != "script" else given["type"]
        self.tags.append(self._in)
        if tag == "meta" and "content" in given:
            self.shown[given.get("property") or given.get("name") or given.get("http-equiv", "")] = given["content"]
        if tag == "a":
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "title":
            self.shown["title"] = data
        if self._in == "application/ld+json":
            self.posting: dict[str, Any] = json.loads(data)


def fetched(portal: Portal, vacancy_id: str, ending: str = "") -> requests.Response:
    return requests.get(f"{portal.url}/bagikan/{vacancy_id}{ending}", timeout=10)


def shown_small(portal: Portal, vacancy_id: str) -> Any:
    cards = portal.call("list_vacancies", query={"search": "Basis Data"})["items"]
    return next(card["thumbnail"] for card in cards if card["id"] == vacancy_id)


def is_shared(portal: Portal, vacancy_id: str) -> bool:
    """For an address without a page the portal itself answers."""
    return "og:title" in fetched(portal, vacancy_id).text


def at_the_clock(portal: Portal) -> None:
    portal.campus.host.deliver("import_people", "/schedule/sweep", {})


def test_low_16_a_shared_vacancy_shows_title_course_deadline_and_pamphlet(portal: Portal) -> None:
    """Tautan lowongan di obrolan: judul, mata kuliah, batas pendaftaran dan pamflet; hilang begitu ditutup."""
    lecturer = portal.as_(portal.new("dosen", name="Dr. Rina Wulandari"))
    pamphlet = lecturer.upload("pamflet", samples.photo(3), "image/jpeg")
    with portal.awake():
        made = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet, minimum_ipk="3,25", **ABOUT))
    answer = fetched(portal, made["id"])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    chat, address = Chat(answer.text), f"{portal.url}/bagikan/{made['id']}"
    closes = moment_text(datetime.fromisoformat(made["closes_at"]), "id")
    assert chat.shown["title"] == chat.shown["og:title"] == "Lowongan asisten laboratorium Basis Data"
    assert chat.shown["og:description"] == f"Pendaftaran sampai {closes}. Kuota 2. Dosen: Dr. Rina Wulandari."
    assert chat.shown["og:url"] == address
    picture = requests.get(chat.shown["og:image"], timeout=10)
    assert chat.shown["og:image"].startswith(f"{address}.jpg?v=")
    assert (picture.headers["Content-Type"], picture.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    small = fetched(portal, made["id"], "-320.jpg")
    assert (small.headers["Content-Type"], small.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert (shown_small(portal, made["id"]), len(small.content) < 40_000) == (True, True)
    assert chat.links == [f"{portal.url}/lowongan/{made['id']}"]
    assert chat.posting == chat.posting | {
        "@type": "JobPosting",
        "title": "Lowongan asisten laboratorium Basis Data",
        "datePosted": made["opens_at"],
        "validThrough": made["closes_at"],
        "totalJobOpenings": 2,
        "url": address,
        "workHours": "Selasa, Kamis",
    }
    assert chat.posting["hiringOrganization"]["department"]["name"] == "Teknik Informatika"
    for said in ("<dt>Program studi</dt><dd>Teknik Informatika</dd>", "<dt>Hari praktikum</dt><dd>Selasa, Kamis</dd>"):
        assert said in answer.text
    assert vacancy_form()["requirements"] in chat.posting["description"]

    with portal.awake():
        lecturer.call("change_vacancy", vacancy_id=made["id"], json={"course": "Basis Data II", "pamphlet_id": None})
    changed = Chat(fetched(portal, made["id"]).text)
    assert changed.shown["title"] == "Lowongan asisten laboratorium Basis Data II"
    assert "og:image" not in changed.shown
    with portal.awake():
        lecturer.call("change_vacancy", vacancy_id=made["id"], json={"program": None, "days": []})
    less = fetched(portal, made["id"]).text
    assert [word for word in ("Program studi", "Hari praktikum", "department", "workHours") if word in less] == []
    for ending in (".jpg", "-320.jpg"):
        assert fetched(portal, made["id"], ending).status_code == 404, "the old pamphlet is no longer served"
    assert shown_small(portal, made["id"]) is False

    with portal.awake():
        lecturer.call("close_vacancy", vacancy_id=made["id"])
    assert not is_shared(portal, made["id"])
    with portal.awake():
        later = (clock.now() + timedelta(days=3)).isoformat()
        lecturer.call("change_vacancy", vacancy_id=made["id"], json={"state": "terbit", "closes_at": later})
    assert is_shared(portal, made["id"])
    with portal.awake():
        lecturer.call("delete_vacancy", vacancy_id=made["id"])
    assert not is_shared(portal, made["id"])


def test_low_16_what_a_stranger_wrote_stays_text(portal: Portal) -> None:
    lecturer = portal.as_(portal.new("dosen", name="<b>Dr. Rina</b>"))
    with portal.awake():
        made = lecturer.call("publish_vacancy", json=vacancy_form(course=EVIL, description=f"</script>{EVIL}"))
    answer = fetched(portal, made["id"])
    chat = Chat(answer.text)
    assert chat.shown["title"] == f"Lowongan asisten laboratorium {EVIL}"
    assert chat.shown["og:title"] == unescape(chat.shown["og:title"]) == chat.shown["title"]
    assert chat.posting["description"].startswith(f"</script>{EVIL}")
    assert [tag for tag in chat.tags if tag in {"script", "b", ""}] == []
    assert answer.text.count("<script") == 1


def test_low_16_the_page_comes_and_goes_by_the_clock_and_a_bucket_that_was_away_loses_nothing(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecturer, now = portal.as_(portal.new("dosen")), clock.now()
    dates = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=2)}
    with portal.awake():
        form = vacancy_form(**{name: at.isoformat() for name, at in dates.items()})
        made = lecturer.call("publish_vacancy", json=form)["id"]
        draft = lecturer.call("publish_vacancy", json=vacancy_form(state="draf"))["id"]
    assert not is_shared(portal, made)
    shift(made, opens_at=clock.now())
    at_the_clock(portal)
    assert is_shared(portal, made)
    shift(made, opens_at=now - timedelta(days=1), closes_at=clock.now())
    at_the_clock(portal)
    assert not is_shared(portal, made)
    assert not is_shared(portal, draft)

    monkeypatch.setenv("SITE_BUCKET", "tidak-ada")
    settings.cache_clear()
    lecturer.call("change_vacancy", vacancy_id=draft, json={"state": "terbit"})
    assert share_due() == 0
    assert state_of(draft) == "antre"
    monkeypatch.undo()
    settings.cache_clear()
    with transaction() as db:
        db.execute(update(tasks).where(tasks.c.subject_id == draft).values(next_at=clock.now()))
    share_due()
    assert is_shared(portal, draft)
    requests.delete(f"{settings().storage_emulator_host}/storage/v1/b/aslab-site/o/bagikan%2F{draft}", timeout=10)
    with transaction() as db:
        ask_for_all(db)
    share_due()
    assert is_shared(portal, draft), "the night writes what the bucket has lost"


def shift(vacancy_id: str, **moments: Any) -> None:
    with transaction() as db:
        db.execute(update(vacancies).where(vacancies.c.id == vacancy_id).values(moments))


def state_of(vacancy_id: str) -> str:
    with transaction() as db:
        wanted = select(tasks.c.state).where(tasks.c.kind == SHARE, tasks.c.subject_id == vacancy_id)
        return str(db.scalar(wanted))
