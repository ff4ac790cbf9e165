"""The whole system on one machine: the embedded parts, the functions, and the gateway in front of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from wsgiref.types import StartResponse, WSGIEnvironment

from common.ops import migrations
from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions
from common.ops.local import triggers
from common.ops.local.authority import OFFICE, certificate_key
from common.ops.local.buckets import Buckets
from common.ops.local.environment import apply, keys, let_go
from common.ops.local.events import EventDelivery
from common.ops.local.gateway import Gateway
from common.ops.local.host import FunctionHost
from common.ops.local.live_store import EmbeddedLive
from common.ops.local.outbox import Outbox
from common.ops.local.outbox_page import outbox_page
from common.ops.local.parts import Part, PartDied
from common.ops.local.places import Places, free_port
from common.ops.local.postgres import Postgres
from common.ops.local.pubsub import Publisher
from common.ops.local.scheduler import Scheduler
from common.ops.local.serving import HttpServer
from common.ops.local.signal_watcher import Watcher
from common.ops.local.sinks import MailSink, WhatsAppSink
from common.ops.local.users import acting_as_functions, make_users
from common.platform.db import engine
from common.platform.settings import settings

DATABASE = "aslab"
_GATEWAY = CHECKOUT / "terraform" / "generated" / "gateway.json"
_SITE = CHECKOUT / "web" / "dist"
BUCKETS = {
    "INCOMING_BUCKET": "aslab-incoming",
    "PRIVATE_BUCKET": "aslab-private",
    "CERTIFICATE_BUCKET": "aslab-certificates",
    "EXPORT_BUCKET": "aslab-exports",
    "SITE_BUCKET": "aslab-site",
}
# Who signs the certificates of this machine: nobody there is.
_SIGNED_BY = {
    "CAMPUS_PLACE": "Balunijuk",
    "CERTIFICATE_SIGNER": "Dr. Contoh Penanda Tangan, M.T.",
    "CERTIFICATE_SIGNER_TITLE": OFFICE,
}


class Campus(Part):
    """Every part, started in order and stopped in the other. `fast` is for tests: nothing outlives a power cut.

    `say` gets what is being done. Without `timer` nothing happens by the clock alone. An own server is used when
    `database_url` names one.
    """

    def __init__(
        self,
        places: Places,
        *,
        port: int = 0,
        fast: bool = False,
        timer: bool = True,
        database_url: str = "",
        overrides: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.places, self._say = places, say
        self._port, self._fast, self._timer_wanted = port or free_port(), fast, timer
        self._database_url, self._overrides = database_url, overrides or {}
        self.postgres: Postgres | None = None
        self._running = ExitStack()
        self.outbox = Outbox(places)
        self.mail, self.whatsapp = MailSink(self.outbox), WhatsAppSink(self.outbox)

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}"

    def start(self) -> None:
        self._start_database()
        self._start_buckets()
        self._say("mail and WhatsApp sinks")
        for sink in (self.mail, self.whatsapp):
            self._running.enter_context(sink)
        self._say("database schema")
        self._apply_settings()
        self._bring_up()
        self._start_functions()

    def stop(self) -> None:
        self._running.close()

    def require_alive(self) -> None:
        """Raises PartDied when a part has ended by itself."""
        for name, part in (("PostgreSQL", self.postgres), ("The bucket server", self._buckets)):
            if part is not None and not part.alive:
                raise PartDied(f"{name} has died; its log is in .local/logs")

    def open(self) -> None:
        """Open the gateway; until then data can be loaded undisturbed."""
        self._say("gateway")
        self._running.enter_context(self._gateway)
        if self._timer_wanted:
            timer = Scheduler()
            triggers.schedule(self.host, timer, sweep_seconds=5)
            self._running.enter_context(timer)

    def _start_database(self) -> None:
        if self._database_url:
            return
        self._say("PostgreSQL")
        server = self.postgres = Postgres(self.places, fast=self._fast)
        self._running.enter_context(server)
        if not server.has_database(DATABASE):
            server.create_database(DATABASE)
        self._database_url = server.url(DATABASE)

    def _start_buckets(self) -> None:
        self._say("buckets")
        self._door = HttpServer("The event door", self._by_event)
        self.events = EventDelivery(triggers.upload_route(lambda: self._door.url))
        publisher = Publisher(self.events.submit)
        for part in (self._door, self.events, publisher):
            self._running.enter_context(part)
        self._buckets = Buckets(self.places, [*BUCKETS.values()], publisher=publisher.address)
        self._running.enter_context(self._buckets)

    def _apply_settings(self) -> None:
        self._gateway = HttpServer("The gateway", self._by_http, self._port)
        apply(
            {
                "DATABASE_URL": self._database_url,
                "DATABASE_POOL_SIZE": "16",
                **BUCKETS,
                "LIVE_STORE": f"{EmbeddedLive.__module__}:{EmbeddedLive.__name__}",
                "WAKE_DELIVERY": "true",
                "PORTAL_URL": self.url,
                **keys(self.places.folder("keys") / "signing.json"),
                **_SIGNED_BY,
                "BADGE_KEYS": keys(self.places.folder("keys") / "badges.json")["SIGNING_KEYS"],
                **certificate_key(self.places.folder("keys") / "certificates.json", settings().campus_name),
                **self._buckets.environment(),
                **self.mail.environment(),
                **self.whatsapp.environment(),
                **self._overrides,
            }
        )
        self._running.callback(let_go)

    def _bring_up(self) -> None:
        """The schema; on a server of our own each function gets the rights that it has in the cloud."""
        if self.postgres is None:
            migrations.upgrade(engine())
            return
        with engine().begin() as db:
            made = make_users(db)
        migrations.upgrade(engine(), users=made)
        self._running.enter_context(acting_as_functions())

    def _start_functions(self) -> None:
        self._say("functions")
        self.host = FunctionHost(load_functions())
        document = json.loads(_GATEWAY.read_text(encoding="utf-8"))
        mounts = {"/_local/outbox": outbox_page(self.outbox)}
        self._front = Gateway(document, self.host, lambda: json.loads(settings().public_keys), _SITE, mounts)
        self._event_app = triggers.EventDoor(self.host)
        self.signals = Watcher(self._database_url, partial(triggers.on_signal, self.host))
        self._running.enter_context(self.signals)

    # The servers exist before what they serve: their addresses are settings of it.

    def _by_http(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._front(environ, start_response)

    def _by_event(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._event_app(environ, start_response)


def own_database() -> str:
    return os.environ.get("DATABASE_URL", "")
