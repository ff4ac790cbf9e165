"""Both stores: the embedded one on a real PostgreSQL, and Firestore as Google's emulator."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from common.ops.local.live_store import EmbeddedLive
from common.ops.local.places import HOST, free_port, port_is_busy
from common.ops.local.postgres import Postgres
from common.platform import clock
from common.platform.live import InboxItem, Live
from common.platform.live.firestore import FirestoreLive

MakeItem = Callable[..., InboxItem]
JAR = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


@pytest.fixture(scope="session")
def live_url(postgres: Postgres) -> str:
    postgres.create_database("live")
    return postgres.url("live")


@pytest.fixture(scope="session")
def embedded(live_url: str) -> Iterator[EmbeddedLive]:
    with closing(EmbeddedLive(live_url, 5.0)) as store:
        yield store


def emulator_jar() -> Path:
    """Beside the Google Cloud SDK that is installed here; skips the test where there is none."""
    gcloud = shutil.which("gcloud")
    roots = [os.environ.get("CLOUDSDK_ROOT"), gcloud and Path(gcloud).resolve().parents[1], "/usr/lib/google-cloud-sdk"]
    found = next((Path(root) / JAR for root in roots if root and (Path(root) / JAR).exists()), None)
    if found is None:
        pytest.skip("no Firestore emulator: install the Google Cloud SDK's component cloud-firestore-emulator")
    if shutil.which("java") is None:
        pytest.skip("no Firestore emulator: it needs java")
    return found


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host and port of a running emulator."""
    jar, port = emulator_jar(), free_port()
    command = ["java", "-Xmx256m", "-Duser.language=en", "-cp", str(jar), MAIN, "start"]
    log = tmp_path_factory.mktemp("firestore") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([*command, f"--host={HOST}", f"--port={port}"], stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 60
        while not port_is_busy(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield f"{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def firestore(emulator: str) -> Iterator[FirestoreLive]:
    with pytest.MonkeyPatch.context() as environment, closing(FirestoreLive("si-aslab", "(default)", 10.0)) as store:
        environment.setenv("FIRESTORE_EMULATOR_HOST", emulator)
        store.inbox("nobody", limit=0)
        yield store


@pytest.fixture(params=["embedded", "firestore"])
def store(request: pytest.FixtureRequest) -> Live:
    chosen: Live = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def person() -> str:
    return f"p-{uuid4()}"


@pytest.fixture
def make_item() -> MakeItem:
    def make(number: int = 0, *, item_id: str = "", age: float = 0.0, life: float = 3600.0, **other: str) -> InboxItem:
        """An item that is `age` seconds old and has `life` seconds to live."""
        now = clock.now()
        words = {"kind": "accepted", "title": f"Pesan {number}", "body": "Isi", "link": "/x", "role": "student"}
        return InboxItem(
            id=item_id or f"i-{number:04}",
            created_at=now - timedelta(seconds=age),
            expires_at=now + timedelta(seconds=life),
            read_at=None,
            **{**words, **other},
        )

    return make
