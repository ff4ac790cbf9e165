"""Functions are killed under traffic, again and again, and their callers ask once more under the same key."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from sqlalchemy import text

from common.ops.checkout import CHECKOUT
from common.ops.local.places import free_port
from common.ops.local.serving import loopback_client
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal, operations
from tests.domain.certificates.conftest import deserved

pytestmark = pytest.mark.without_bystanders
CHILD = Path(__file__).with_name("killed.py")
QUOTA, APPLICANTS, CERTIFICATES, KILLS = 12, 20, 24, 5
ONCE = "SELECT count(*), count(DISTINCT (event, channel, recipient)) FROM messages"


@dataclass(frozen=True)
class Asked:
    """A request that is sent under one key until it is answered."""

    function: str
    path: str
    token: str
    key: str
    body: dict[str, Any] | None

    def send(self, port: int) -> tuple[int, bytes] | None:
        """Status and body; None when the line broke."""
        head = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": self.key, "X-Function": self.function}
        try:
            with loopback_client() as http:
                got = http.post(f"http://127.0.0.1:{port}{self.path}", headers=head, json=self.body, timeout=20)
        except requests.RequestException:
            return None
        return None if got.status_code == 503 else (got.status_code, got.content)


class Functions:
    """The child process, begun anew whenever it was killed."""

    def __init__(self) -> None:
        self.port, self._over = free_port(), False
        self._begin()

    def _begin(self) -> None:
        command = [sys.executable, "-I", str(CHILD), str(CHECKOUT), str(self.port)]
        self.process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        assert self.process.wait(10) == -9
        self._begin()

    def answered(self, asked: Asked) -> tuple[int, bytes]:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if answer := asked.send(self.port):
                return answer
            time.sleep(0.1)
        raise TimeoutError(asked.path)


@contextmanager
def functions() -> Iterator[Functions]:
    running = Functions()
    yield running
    running.process.kill()
    running.process.wait(10)


def asked(operation: str, token: str, **path: Any) -> Asked:
    endpoint = operations()[operation]
    function = endpoint.handler.__module__.split(".")[1]
    return Asked(function, endpoint.path.format(**path), token, str(uuid4()), {} if endpoint.body else None)


@pytest.fixture
def traffic(portal: Portal) -> list[Asked]:
    """A lecturer gives more seats than there are; an admin issues certificates; in no order."""
    lecturer, admin = portal.new("dosen"), portal.new("admin")
    with transaction() as db:
        post = make.vacancy(db, lecturer, quota=QUOTA)
        waiting = [make.application(db, post, make.student(db)).id for _ in range(APPLICANTS)]
        over = [deserved(db).id for _ in range(CERTIFICATES)]
    lecturers, admins = portal.as_(lecturer).token, portal.as_(admin).token
    found = [asked("accept_candidate", lecturers, application_id=key) for key in waiting]
    found += [asked("issue_certificate", admins, contract_id=key) for key in over]
    random.Random(4).shuffle(found)
    return found


def rows(query: str) -> list[Any]:
    with transaction() as db:
        return [tuple(row) for row in db.execute(text(query))]


@pytest.mark.timeout(240)
def test_nothing_is_done_twice_or_by_halves(portal: Portal, traffic: list[Asked]) -> None:
    with functions() as running:
        answers: dict[str, tuple[int, bytes]] = {}
        lock = threading.Lock()

        def send(one: Asked) -> None:
            answer = running.answered(one)
            with lock:
                answers[one.key] = answer

        with ThreadPoolExecutor(6) as threads:
            for one in traffic:
                threads.submit(send, one)
            for turn in range(1, KILLS + 1):
                while len(answers) < turn * len(traffic) // (KILLS + 2):
                    assert running.process.poll() is None
                    time.sleep(0.005)
                running.kill()
        assert set(answers) == {one.key for one in traffic}
        again = {one.key: running.answered(one) for one in traffic}
        settle()
    done = [status for status, _ in answers.values()]
    assert sorted(set(done)) == [200, 201, 409], "more than there are seats are refused"
    kept = {key: body for key, (status, body) in answers.items() if status < 300}
    assert {key: again[key][1] for key in kept} == kept, "a replay is the same to the byte"
    assert_whole()


def settle() -> None:
    """Until all messages went out and every certificate is drawn; the child's sweep does it."""
    until = time.monotonic() + 60
    # What a killed sweep had claimed is free again after five minutes: they are over at once here.
    with transaction() as db:
        for table in ("messages", "tasks"):
            db.execute(text(f"UPDATE {table} SET claimed_until = NULL WHERE state = 'antre'"))
    while rows("SELECT 1 FROM messages WHERE state = 'antre' UNION ALL SELECT 1 FROM tasks WHERE state = 'antre'"):
        assert time.monotonic() < until
        time.sleep(0.2)


def assert_whole() -> None:
    """In SQL, after everything."""
    accepted = "SELECT count(*) FROM applications WHERE state = 'diterima' AND vacancy_id = vacancies.id"
    assert rows(f"SELECT accepted, ({accepted}) FROM vacancies WHERE quota = {QUOTA}") == [(QUOTA, QUOTA)]
    numbers = [sequence for (sequence,) in rows("SELECT sequence FROM certificates ORDER BY sequence")]
    assert numbers == list(range(1, CERTIFICATES + 1)), "no gap and no double"
    assert rows("SELECT last FROM certificate_counters") == [(CERTIFICATES,)]
    assert rows("SELECT count(*) FROM certificates WHERE stored_at IS NULL") == [(0,)]
    assert rows(ONCE) == [(count := rows("SELECT count(*) FROM messages")[0][0], count)]
    events = "SELECT kind, count(DISTINCT event) FROM messages GROUP BY kind ORDER BY kind"
    assert rows(events) == [("application_accepted", QUOTA), ("certificate_sent", CERTIFICATES)]
    assert rows("SELECT DISTINCT state FROM messages") == [("terkirim",)]
    audited = "SELECT action, count(*) FROM audit_log WHERE action IN ('application.accepted', 'certificate.issued') "
    assert rows(f"{audited} GROUP BY action ORDER BY action") == [
        ("application.accepted", QUOTA),
        ("certificate.issued", CERTIFICATES),
    ]
