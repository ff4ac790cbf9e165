"""Module 11: what admins announce to many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, func, select, update

from common.domain.announcements.spreading import spread_due, spread_some
from common.domain.announcements.tables import announcements
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.audit.tables import audit_log
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.db import engine, transaction
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.client import Portal
from tests.functions.test_statements import statements
from tests.uat.refusals import refused, refused_at, unchanged

SAID = {"title": "Rapat koordinasi aslab", "text": "Senin pukul 09.00 di Lab 1.\nBawa laporan {minggu} ini."}
OVER = (
    "Pengumuman ini sudah selesai terkirim atau sudah dihentikan",
    "This announcement has been sent, or was stopped before",
)
TO_ASLAB = SAID | {"audience": "aslab"}


@pytest.fixture
def quiet(setting: Callable[[str, str], None], portal: Portal) -> None:
    """The test itself says when there is spreading and delivering."""
    setting("WAKE_DELIVERY", "false")


def aslab(db: Connection, count: int, **values: Any) -> list[Any]:
    """So many students with a running contract for one vacancy, in few statements."""
    lecturer, admin, now, today = make.lecturer(db), make.admin(db), clock.now(), clock.today()
    post = make.vacancy(db, lecturer)
    named = [
        {"number": f"77{n:06d}", "name": f"Aslab {n}", "role": "mahasiswa", "email": f"aslab{n}@banyak.test"}
        | {"whatsapp": f"+62877{n:07d}", "created_at": now, "updated_at": now}
        | values
        for n in range(count)
    ]
    students = db.execute(people.insert().values(named).returning(people)).all()
    applied = [
        {"vacancy_id": post.id, "student_id": one.id, "email": one.email, "whatsapp": one.whatsapp}
        | {"semester": 5, "ipk": "3.50", "state": "diterima", "submitted_at": now, "decided_at": now}
        for one in students
    ]
    made = db.execute(applications.insert().values(applied).returning(applications)).all()
    active = {"activated_by": admin.id, "activated_at": now}
    known = [
        {"person_id": one.id, "nim": one.number, "name": one.name, "email": one.email} | active for one in students
    ]
    accounts = db.execute(aslab_accounts.insert().values(known).returning(aslab_accounts)).all()
    of = {one.person_id: one.id for one in accounts}
    running = [
        {"aslab_id": of[one.student_id], "application_id": one.id, "vacancy_id": post.id, "student_id": one.student_id}
        | {"starts_on": today, "ends_on": today + timedelta(days=60), "state": "aktif"}
        | active
        for one in made
    ]
    db.execute(contracts.insert().values(running))
    return list(students)


def in_the_queue(channel: str) -> list[datetime]:
    with transaction() as db:
        mine = own(messages, messages.c.next_at).where(messages.c.kind == "announcement", messages.c.channel == channel)
        return list(db.scalars(mine.order_by(messages.c.next_at)))


@pytest.mark.without_bystanders
def test_notif_09_an_announcement_to_500_aslab(portal: Portal, quiet: None) -> None:
    """Halaman langsung menjawab; pengiriman disebar sesuai batas gateway; kemajuan dan kegagalan tampil."""
    with transaction() as db:
        reached = aslab(db, 500)
        make.student(db)
    admin = portal.as_(portal.new("admin"))
    # The page answers at once: it writes the announcement, and not a message of it, however many they are.
    with statements() as sent:
        begun = admin.call("make_announcement", json=TO_ASLAB, expect=202)
    assert len(sent) < 30
    assert in_the_queue("email") == []
    assert (begun["recipients"], begun["state"], begun["sent"]) == (500, "dikirim", 0)

    with statements() as sent:
        assert spread_due() == 1
    # Three batches, each with a handful of statements.
    assert len(sent) < 60
    limits = {"email": settings().paced_mails_a_minute, "whatsapp": settings().paced_whatsapps_a_minute}
    for channel, a_minute in limits.items():
        moments = in_the_queue(channel)
        assert len(moments) == 500
        first = moments[0]
        spread = Counter((moment - first) // timedelta(minutes=1) for moment in moments)
        assert max(spread.values()) <= a_minute, channel
        assert len(spread) == -(-500 // a_minute), "no longer than it has to take"

    portal.campus.outbox.clear()
    portal.campus.mail.refuse_next(code=550, text="5.1.1 no such user")
    _until_all_are_sent()
    [shown] = admin.call("list_announcements")["items"]
    assert (shown["sent"], shown["failed"], shown["waiting"], shown["state"]) == (1499, 1, 0, "selesai")
    mails, whatsapps = portal.campus.outbox.mails, portal.campus.outbox.whatsapps
    got = Counter(mail.recipients[0] for mail in mails)
    assert got + Counter([_failed()]) == Counter(one.email for one in reached), "each once"
    assert Counter(message.to for message in whatsapps) == Counter(one.whatsapp.removeprefix("+") for one in reached)
    assert {mail.subject for mail in mails} == {f"Pengumuman: {SAID['title']}"}
    assert SAID["text"] in mails[0].text.replace("\r\n", "\n")
    [line] = admin.call("list_messages", query={"state": "gagal"})["items"]
    assert line["kind"] == "announcement"
    with transaction() as db:
        said = db.execute(select(audit_log).where(audit_log.c.action == "announcement.made")).one()
    assert said.new == {"title": SAID["title"], "audience": "aslab", "among": [], "recipients": 500}


def _until_all_are_sent() -> None:
    """As the sweeps of the next half hour would."""
    for minutes in range(0, 60, 5):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
            while deliver_due(limit=200, seconds=60):
                pass


def _failed() -> str:
    with transaction() as db:
        return str(db.scalar(select(messages.c.recipient).where(messages.c.state == "gagal")))


def test_notif_09_it_can_be_stopped(portal: Portal, quiet: None) -> None:
    """Dapat dihentikan: yang belum terkirim tidak dikirim lagi."""
    with transaction() as db:
        aslab(db, 30)
        make.student(db)
    admin = portal.as_(portal.new("admin"))
    key = admin.call("make_announcement", json=TO_ASLAB, expect=202)["id"]
    spread_due()
    while deliver_due():
        pass
    [before] = _own(admin, key)
    assert before["waiting"] > 0
    stopped = admin.call("stop_announcement", announcement_id=key)
    assert (stopped["state"], stopped["waiting"], stopped["withdrawn"]) == ("dihentikan", 0, before["waiting"])
    assert (stopped["sent"], stopped["failed"]) == (before["sent"], 0)
    refused(admin, "stop_announcement", 409, *OVER, announcement_id=key)
    outbox = len(portal.campus.outbox.mails)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        deliver_due()
    assert len(portal.campus.outbox.mails) == outbox


def test_notif_09_one_that_was_stopped_before_it_was_spread_writes_nothing(portal: Portal, quiet: None) -> None:
    with transaction() as db:
        aslab(db, 3)
    admin = portal.as_(portal.new("admin"))
    key = admin.call("make_announcement", json=TO_ASLAB, expect=202)["id"]
    admin.call("stop_announcement", announcement_id=key)
    spread_due()
    assert in_the_queue("email") == []


@pytest.mark.without_bystanders
@pytest.mark.parametrize(
    ("form", "who"),
    [
        ({"audience": "peran", "roles": ["dosen", "admin"]}, {"dosen", "admin"}),
        ({"audience": "peran", "roles": ["mahasiswa"]}, {"pelamar", "aslab", "mahasiswa"}),
        ({"audience": "pelamar"}, {"pelamar"}),
        ({"audience": "aslab_lowongan"}, {"aslab"}),
        ({"audience": "aslab"}, {"aslab", "aslab lain"}),
    ],
)
def test_notif_09_roles_vacancies_or_all_aslab(
    portal: Portal, quiet: None, form: dict[str, Any], who: set[str]
) -> None:
    """Kepada peran, pelamar atau aslab lowongan, atau semua aslab; akun nonaktif tidak ikut."""
    admin_row = portal.new("admin")
    with transaction() as db:
        people_of = {"admin": admin_row, "dosen": make.lecturer(db), "mahasiswa": make.student(db)}
        people_of |= {"pelamar": make.student(db), "aslab": make.student(db), "aslab lain": make.student(db)}
        staff = {"lecturer": people_of["dosen"], "admin": admin_row}
        own_one = make.contract(db, student=people_of["aslab"], **staff)
        make.contract(db, student=people_of["aslab lain"], **staff)
        make.contract(db, student=people_of["mahasiswa"], state="selesai", ended_at=clock.now(), **staff)
        post = make.vacancy(db, people_of["dosen"])
        make.application(db, post, people_of["pelamar"])
        make.application(db, post, people_of["mahasiswa"], state="dibatalkan")
        gone = make.student(db, active=False)
        make.application(db, post, gone)
    if form["audience"] == "pelamar":
        form = form | {"vacancy_ids": [str(post.id)]}
    if form["audience"] == "aslab_lowongan":
        form = form | {"vacancy_ids": [str(own_one.vacancy_id)]}
    if form.get("roles") == ["mahasiswa"]:
        who = who | {"aslab lain"}
    begun = portal.as_(admin_row).call("make_announcement", json=SAID | form, expect=202)
    spread_due()
    with transaction() as db:
        mine = messages.c.event == f"announcement:{begun['id']}"
        reached = set(db.scalars(select(messages.c.person_id).where(mine)))
    assert reached == {people_of[name].id for name in who}
    assert begun["recipients"] == len(who)


def test_notif_09_what_is_missing_is_said_at_its_field(portal: Portal, quiet: None) -> None:
    admin, lecturer = portal.as_(portal.new("admin")), portal.new("dosen")
    with unchanged(portal):
        for form, field, told, english in (
            ({"audience": "peran"}, "roles", "Pilih sedikitnya satu peran", "Choose at least one role"),
            ({"audience": "pelamar"}, "vacancy_ids", "Pilih sedikitnya satu lowongan", "Choose at least one vacancy"),
            ({"audience": "aslab", "title": " "}, "title", "Judul wajib diisi", "Title is required"),
        ):
            refused_at(admin, "make_announcement", field, told, english, json=SAID | form)
        nobody = SAID | {"audience": "pelamar", "vacancy_ids": [str(lecturer.id)]}
        told = ("Tidak ada penerima untuk pilihan ini", "Nobody fits this choice")
        refused(admin, "make_announcement", 409, *told, json=nobody)


def test_notif_09_it_is_for_admins_alone(portal: Portal, quiet: None) -> None:
    for role in ("mahasiswa", "dosen"):
        view = portal.as_(portal.new(role))
        view.call("make_announcement", json=TO_ASLAB, expect=403)
        view.call("list_announcements", expect=403)
    with transaction() as db:
        assert db.scalar(select(func.count()).select_from(announcements)) == len(_bystanders(db))


def _bystanders(db: Connection) -> list[Any]:
    mine = set(db.scalars(own(announcements, announcements.c.id)))
    return [key for key in db.scalars(select(announcements.c.id)) if key not in mine]


def test_notif_09_a_worker_that_died_goes_on_and_writes_nobody_twice(portal: Portal, quiet: None) -> None:
    with transaction() as db:
        people_of = aslab(db, 9)
        make.student(db)
    admin = portal.as_(portal.new("admin"))
    key = admin.call("make_announcement", json=TO_ASLAB, expect=202)["id"]
    assert spread_some(key, limit=4)
    with transaction() as db:
        db.execute(update(announcements).where(announcements.c.id == key).values(reached=None))
    assert spread_due() == 1
    mine = messages.c.event == f"announcement:{key}"
    with engine().connect() as db:
        to = Counter(db.scalars(select(messages.c.person_id).where(mine, messages.c.channel == "email")))
    assert {one.id for one in people_of} <= set(to)
    assert set(to.values()) == {1}


def _own(admin: Any, key: str) -> list[Any]:
    return [one for one in admin.call("list_announcements")["items"] if one["id"] == key]
