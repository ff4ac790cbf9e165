"""What the contestants need around them: a database with data, buckets, a mail server and, if installed, Firestore."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from common.ops import migrations
from common.ops.local.buckets import Buckets
from common.ops.local.environment import apply, keys, let_go
from common.ops.local.outbox import Outbox
from common.ops.local.places import HOST, Places, free_port
from common.ops.local.postgres import Postgres
from common.ops.local.processes import Process
from common.ops.local.sinks import MailSink
from common.platform.db import engine
from tests.packaging.serving import LIVE_STORE, answers, stand_ins
from tests.temporary import temporary_places

BUCKETS = {
    "INCOMING_BUCKET": "aslab-incoming",
    "PRIVATE_BUCKET": "aslab-private",
    "CERTIFICATE_BUCKET": "aslab-certificates",
    "EXPORT_BUCKET": "aslab-exports",
    "SITE_BUCKET": "aslab-site",
}
_JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"
_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


@contextmanager
def place() -> Iterator[dict[str, str]]:
    """The settings of this place, which are in force here too, and the schema at its head."""
    with ExitStack() as running:
        places = running.enter_context(temporary_places())
        database = running.enter_context(Postgres(places, fast=True))
        buckets = running.enter_context(Buckets(places, tuple(BUCKETS.values())))
        mail = running.enter_context(MailSink(Outbox(places)))
        environment = {
            "DATABASE_URL": database.url(),
            "DATABASE_POOL_SIZE": "2",
            "LOG_LEVEL": "WARNING",
            "COOKIE_SECURE": "false",
            **BUCKETS,
            **buckets.environment(),
            **mail.environment(),
            **keys(places.folder("keys") / "signing.json"),
            **_live_store(running, places),
        }
        apply(environment)
        migrations.upgrade(engine())
        running.callback(let_go)
        yield environment


def _live_store(running: ExitStack, places: Places) -> dict[str, str]:
    """Firestore as Google's emulator where it is installed, else the store of one machine, which needs no client."""
    jar = _emulator()
    if jar is None:
        folder = stand_ins(places.folder("bench"))
        sys.path.append(folder)
        return {"LIVE_STORE": f"{LIVE_STORE.stem}:EmbeddedLive", "PYTHONPATH": folder}
    port = free_port()
    command = ["java", "-Xmx256m", "-Duser.language=en", "-cp", str(jar), _MAIN, "start"]
    emulator = Process(
        "The Firestore emulator",
        [*command, f"--host={HOST}", f"--port={port}"],
        log=places.log("firestore"),
        ready=lambda: answers(port),
        timeout=60,
    )
    running.enter_context(emulator)
    return {"LIVE_STORE": "firestore", "FIRESTORE_EMULATOR_HOST": f"{HOST}:{port}"}


def _emulator() -> Path | None:
    gcloud = shutil.which("gcloud")
    roots = (os.environ.get("CLOUDSDK_ROOT"), gcloud and Path(gcloud).resolve().parents[1], "/usr/lib/google-cloud-sdk")
    jars = (Path(root) / _JAR for root in roots if root)
    return next((jar for jar in jars if jar.exists() and shutil.which("java")), None)
