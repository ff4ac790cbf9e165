"""Module 12: reports and the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal


def every(view: Portal, operation: str, **query: Any) -> Iterator[Any]:
    """A whole list, page by page."""
    after = None
    while True:
        page = view.call(operation, query={"limit": 100, **query} | ({"after": after} if after else {}))
        yield from page["items"]
        after = page["next"]
        if not after:
            return


def a_semester(portal: Portal, lecturers: list[Any], boss: Any) -> None:
    """Vacancies with applicants in every state, contracts with attendances in every state, and certificates."""
    now, today = clock.now(), clock.today()
    with transaction() as db:
        period = make.period(db, starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=80))
        for number, lecturer in enumerate(lecturers):
            post = make.vacancy(db, lecturer, period_id=period.id)
            make.vacancy(db, lecturer, period_id=period.id, state="draf")
            for state in ("menunggu", "wawancara", "ditolak", "dibatalkan")[number:]:
                make.application(db, post, make.student(db), state=state)
            ended = {"state": "selesai", "ended_at": now, "ends_on": today - timedelta(days=1)}
            states = ({}, {"state": "ditangguhkan"}, ended, ended, ended)
            made = [make.contract(db, student=make.student(db), lecturer=lecturer, admin=boss, **one) for one in states]
            ids = [one.vacancy_id for one in made]
            db.execute(update(vacancies).where(vacancies.c.id.in_(ids)).values(period_id=period.id))
            for day, state in enumerate(("disetujui", "disetujui", "ditolak", "menunggu_verifikasi")):
                make.attendance(db, made[0], day=today - timedelta(days=5 * day), state=state)
            make.certificate(db, made[2], boss, facts=FACTS)
            make.certificate(db, made[3], boss, facts=FACTS, revoked_at=now)


def an_earlier_one(portal: Portal, lecturer: Any, boss: Any) -> None:
    """A period before it, of which a contract still runs and a certificate was issued."""
    today = clock.today()
    with transaction() as db:
        period = make.period(db, starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=200))
        ended = {"state": "selesai", "ended_at": clock.now(), "ends_on": today - timedelta(days=1)}
        made = [
            make.contract(db, student=make.student(db), lecturer=lecturer, admin=boss, **one) for one in ({}, ended)
        ]
        ids = [one.vacancy_id for one in made]
        db.execute(update(vacancies).where(vacancies.c.id.in_(ids)).values(period_id=period.id))
        make.certificate(db, made[1], boss, facts=FACTS)


FACTS = dict.fromkeys(("name", "course", "period", "attendances", "issued_on"), "")


def test_lap_01_each_number_of_the_dashboard_is_that_of_the_list_behind_it(portal: Portal) -> None:
    """Admin membuka dasbor periode aktif: setiap angka sama dengan daftar di baliknya."""
    boss, teachers = portal.new("admin"), [portal.new("dosen") for _ in range(2)]
    a_semester(portal, teachers, boss)
    an_earlier_one(portal, teachers[0], boss)
    admin, lecturers = portal.as_(boss), [portal.as_(one) for one in teachers]
    shown = admin.call("show_dashboard").json

    period = {"period_id": shown["period"]["id"]}
    whose = {post["id"]: view for view in lecturers for post in every(view, "list_own_vacancies")}
    of_period = [
        post for view in lecturers for post in every(view, "list_own_vacancies") if post.items() >= period.items()
    ]
    posts = [post for post in of_period if post["state"] != "draf"]
    candidates = {
        post["id"]: whose[post["id"]].call("list_candidates", vacancy_id=post["id"])["items"] for post in posts
    }
    applicants = [candidate for listed in candidates.values() for candidate in listed]
    attended = [entry["state"] for view in lecturers for entry in every(view, "list_attendances_to_verify")]
    certified = [
        one for one in every(admin, "list_certificates", **period) if one["state"] not in {"belum_terbit", "dicabut"}
    ]
    assert shown["totals"] == {
        "vacancies": len(posts),
        "applications": len(applicants),
        "accepted": [candidate["state"] for candidate in applicants].count("diterima"),
        "active_aslab": len(list(every(admin, "list_contracts", state="aktif", **period))),
        "attendances": len(attended),
        "certificates": len(certified),
    }
    assert 0 not in shown["totals"].values()
    assert {row["vacancy_id"]: row["applicants"] for row in shown["applicants_by_vacancy"]} == {
        vacancy_id: len(listed) for vacancy_id, listed in candidates.items()
    }
    weeks = shown["attendance_by_week"]
    counted = {state: sum(week[state] for week in weeks) for state in ("approved", "waiting", "rejected")}
    judged = {"approved": "disetujui", "waiting": "menunggu_verifikasi", "rejected": "ditolak"}
    assert counted == {name: attended.count(state) for name, state in judged.items()}


def test_lap_07_others_are_refused(portal: Portal) -> None:
    """Dosen dan mahasiswa tidak dapat membuka laporan dan log audit."""
    for role in ("dosen", "mahasiswa"):
        view = portal.as_(portal.new(role))
        for operation in ("show_dashboard", "read_audit"):
            assert view.call(operation, expect=403).code == "forbidden"


def test_lap_05_a_period_without_data_is_no_error(portal: Portal) -> None:
    """Periode tanpa data: semua angka nol, tanpa galat."""
    admin = portal.as_(portal.new("admin"))
    with transaction() as db:
        period = make.period(db, starts_on=clock.today() - timedelta(days=900), ends_on=clock.today())
    for query in ({}, {"period_id": str(period.id)}):
        assert set(admin.call("show_dashboard", query=query)["totals"].values()) == {0}
    missing = admin.call("show_dashboard", query={"period_id": str(uuid4())}, expect=404)
    assert missing.code == "not_found"
    assert list(admin.call("show_dashboard", query={"period_id": "x"}, expect=422).fields) == ["period_id"]
