"""A cloud in a file, its two tools on the PATH, a bucket server, and a portal that is built in a moment."""

from __future__ import annotations

import io
import json
import marshal
import runpy
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client

from common.ops.build.portal import build_portal_for
from common.ops.checkout import CHECKOUT
from common.ops.deploy.deploying import portal_variables
from common.ops.deploy.target import Target
from common.ops.local.buckets import Buckets
from common.ops.local.outbox import Outbox
from common.ops.local.sinks import MailSink
from common.ops.operate.console import main
from common.platform.settings import settings
from tests.ops.deploy.answering import Site
from tests.temporary import temporary_places

PROJECT, SITE = "si-aslab-uji", "si-aslab-uji-site"
TOOLS = Path(__file__).parent / "tools"
WITH_TOOLS = f"import sys; sys.path.insert(0, {str(TOOLS)!r})"
EMPTY: dict[str, Any] = {
    "account": "admin@kampus.ac.id",
    "billing": "True",
    "buckets": {},
    "calls": [],
    "closed": [],
    "deadline": "10",
    "disabled": [],
    "drifted": [],
    "failed_migrations": "",
    "failures": [],
    "images": [],
    "instance": "aslab",
    "instances": {"aslab": "RUNNABLE"},
    "jobs": [],
    "jwks": "",
    "jwks_since": 0,
    "logged": "",
    "outputs": {},
    "policies": {},
    "paused": [],
    "pays": "",
    "prefix": "",
    "quotas": {},
    "replaced": [],
    "resources": [],
    "revisions": [],
    "roles": ["roles/owner"],
    "run_services": [],
    "secrets": {},
    "services": [],
    "states": [],
    "taken": [],
    "terraform": "1.11.4",
    "told": {},
    "traffic": {},
    "trusted": 1,
    "unprotected": False,
    "watchers": [],
}
OWN = (
    """mail = { host = "127.0.0.1", port = {port}, from = "SI-Aslab <aslab@uji.ac.id>" }
alert_email = "ops@uji.ac.id"
campus = { place = "Uji", signer = "Dr. Uji, M.T.", signer_title = "Kepala Lab" }
""".replace("{ host", "{{ host")
    .replace("{ place", "{{ place")
    .replace(" }", " }}")
)
BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const out = process.argv[process.argv.indexOf("--outDir") + 1];
const told = ([name]) => name.startsWith("VITE_") || name === "SMTP_PASSWORD";
const given = Object.entries(process.env).filter(told);
mkdirSync(`${out}/assets`, { recursive: true });
writeFileSync(`${out}/assets/main-abc.js`, readFileSync("page.txt"));
writeFileSync(`${out}/index.html`, JSON.stringify(Object.fromEntries(given)));
"""


class Cloud:
    """The stand-in of a project, and `run`, which is the command of a person."""

    def __init__(self, folder: Path, web: Path, buckets: str) -> None:
        self.folder, self.buckets, self.file = folder, buckets, folder / "cloud.state"
        self.web, self.terraform = web, CHECKOUT / "terraform"
        self.output, self.errors = "", ""
        self.set(**EMPTY)

    @property
    def own(self) -> Path:
        """The campus's own values."""
        return self.folder / "local" / f"{PROJECT}.tfvars"

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = marshal.loads(self.file.read_bytes())
        return found

    def set(self, **values: Any) -> None:
        before = self.state if self.file.exists() else {}
        self.file.write_bytes(marshal.dumps({**before, **values}))

    def fail(self, when: str, says: str, times: int = 1) -> None:
        self.set(failures=[{"when": when, "says": says, "times": times}])

    def run(self, *words: str, project: str = PROJECT, **options: str) -> int:
        """The exit code; what was said is in `output` and `errors`, what the tools were asked in `calls`."""
        self.set(calls=[])
        given = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        told: list[str] = []
        errors, sys.stderr = sys.stderr, io.StringIO()
        try:
            target = partial(Target, folder=self.folder / "local", web=self.web, terraform=self.terraform)
            return main([*words, "--project", project, *given], told.append, target)
        finally:
            self.output, self.errors = "\n".join(told), sys.stderr.getvalue()
            sys.stderr = errors

    @property
    def calls(self) -> list[str]:
        return [" ".join(call["words"]) for call in self.state["calls"]]

    def asked(self, *words: str) -> list[str]:
        """The calls that begin with these words, whatever options stand between."""
        found = []
        for call in self.state["calls"]:
            plain = [word for word in call["words"] if not word.startswith("-")]
            if plain[: len(words)] == list(words):
                found.append(" ".join(call["words"]))
        return found

    def published(self) -> dict[str, Any]:
        """The objects of the site's bucket by their names."""
        credentials = AnonymousCredentials()
        client = Client(project=PROJECT, credentials=credentials, client_options={"api_endpoint": self.buckets})
        return {blob.name: blob for blob in client.list_blobs(SITE)}

    def empty_site(self) -> None:
        for blob in self.published().values():
            blob.delete()


@pytest.fixture(scope="session")
def site_server() -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(site_server: Any) -> Any:
    """What answers at the deployed address."""
    site_server.statuses, site_server.asked, site_server.builder = {}, [], "sha256:" + "a" * 64
    return site_server


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[Buckets]:
    with temporary_places() as places, Buckets(places) as buckets:
        yield buckets


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts the named stand-ins on the PATH, where nothing else is then; in its folder."""

    def install(*names: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for name in names:
            program = folder / name
            # A module that is imported is compiled once.
            program.write_text(
                f"#!{sys.executable} -SI\nimport sys\nsys.path.insert(0, {str(TOOLS)!r})\nimport {name}\n"
            )
            program.chmod(0o755)
        if not (folder / "sh").exists():
            (folder / "sh").symlink_to("/bin/sh")  # what npm runs a script with
        monkeypatch.setenv("PATH", str(folder))
        return folder

    return install


@pytest.fixture
def cloud(
    tmp_path: Path,
    tools: Callable[..., Path],
    small_portal: Path,
    bucket_server: Buckets,
    local: Path,
    site: Any,
    mail_server: MailSink,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Cloud]:
    """An empty project; the portal will be at `site`."""
    tools("gcloud", "terraform")
    made = Cloud(tmp_path, small_portal, bucket_server.url)
    shutil.copytree(local, tmp_path / "local", symlinks=True)
    made.own.write_text(OWN.format(port=mail_server.environment()["SMTP_PORT"]))
    made.set(outputs=outputs_of(site))
    bucket_server.create(SITE)
    for name, value in {"STAND_IN_CLOUD": made.file, "STORAGE_EMULATOR_HOST": bucket_server.url}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("SMTP_TLS", "false")
    monkeypatch.setattr("common.ops.build.builder.REGISTRY", site.url)
    # A campus that runs in this process has secrets of its own.
    for name in ("SMTP_PASSWORD", "WHATSAPP_TOKEN", "CERTIFICATE_KEY", "BADGE_KEYS"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield made
    made.empty_site()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailSink]:
    with temporary_places() as places, MailSink(Outbox(places)) as sink:
        yield sink


def outputs_of(site: Any) -> dict[str, str]:
    return {"address": f"{site.url}/index.html#", "api_origin": site.url, "dns": ""}


@pytest.fixture(scope="session")
def local(small_portal: Path, site_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first deployment would leave on this machine: the tree of the image, and the portal as it is built."""
    folder = tmp_path_factory.mktemp("local")
    (folder / "build").symlink_to(tmp_path_factory.mktemp("build"))
    outputs = runpy.run_path(str(TOOLS / "outputs.py"))["OUTPUTS"] | outputs_of(site_server)
    build_portal_for(folder / "site", portal_variables(outputs), lambda _: None, small_portal)
    return folder


@pytest.fixture(scope="session")
def deployment() -> dict[str, Any]:
    """What a first deployment leaves, once a test has made one."""
    return {}


@pytest.fixture
def deployed(cloud: Cloud, deployment: dict[str, Any]) -> Cloud:
    """A project that has been deployed; the bucket of its site is empty."""
    if not deployment:
        assert cloud.run("deploy", yes="1") == 0, cloud.errors
        deployment.update(cloud.state)
        cloud.empty_site()
    cloud.set(**deployment | {"outputs": cloud.state["outputs"], "calls": []})
    return cloud


@pytest.fixture(scope="session")
def small_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources that are built in a moment."""
    web = tmp_path_factory.mktemp("portal") / "web"
    web.mkdir()
    (web / "build.mjs").write_text(BUILD)
    (web / "page.txt").write_text("first")
    described = {"name": "web", "private": True, "scripts": {"build": "node build.mjs"}}
    (web / "package.json").write_text(json.dumps(described))
    (web / "package-lock.json").write_text(
        json.dumps({"name": "web", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "web"}}})
    )
    return web
