"""The builder of the image is named by its digest, and a newer one is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from common.ops.build import builder
from common.ops.build.tree import tree
from common.ops.checkout import CHECKOUT

FIRST, SECOND = "sha256:" + "a" * 64, "sha256:" + "b" * 64


class Registry(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.server.asked.append((self.path, self.headers["Accept"]))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Docker-Content-Digest", self.server.digest)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    server.asked, server.status, server.digest = [], 200, FIRST
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(builder, "REGISTRY", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    copy = tmp_path / "cloudbuild.yaml"
    copy.write_text((CHECKOUT / "common/ops/build/cloudbuild.yaml").read_text())
    return copy


def test_it_is_asked_for_by_its_tag(registry: Any, config: Path) -> None:
    assert builder.newest(builder.named_in(config.read_text())) == FIRST
    [(path, kinds)] = registry.asked
    assert path == "/v2/buildpacks/builder/manifests/google-22"
    assert "vnd.oci.image.index" in kinds


def test_one_that_is_not_pinned_is_said_and_pinned(registry: Any, config: Path) -> None:
    assert "is not pinned: make pins UPGRADE=1" in builder.renewal(config)
    assert builder.pin(config) == f"The builder is {FIRST}."
    assert f"--builder=gcr.io/buildpacks/builder:google-22@{FIRST}\n" in config.read_text()
    assert builder.renewal(config) == ""


def test_a_newer_one_is_said_and_takes_its_place(registry: Any, config: Path) -> None:
    builder.pin(config)
    registry.digest = SECOND
    assert "has had updates since: make pins UPGRADE=1 names sha256:bbbbbbbbbbbb" in builder.renewal(config)
    builder.pin(config)
    assert FIRST not in config.read_text()
    assert builder.renewal(config) == ""
    assert registry.asked[-1][0].endswith("/google-22"), "the tag stays, so that it can be asked for again"


@pytest.mark.parametrize(("status", "digest"), [(404, FIRST), (200, ""), (200, "sha256:short\nevil")])
def test_a_registry_without_an_answer_changes_nothing(registry: Any, config: Path, status: int, digest: str) -> None:
    registry.status, registry.digest = status, digest.partition("\n")[0]
    before = config.read_text()
    assert builder.pin(config).startswith("The builder stays as it is: ")
    assert config.read_text() == before
    assert "is not known" in builder.renewal(config)


def test_without_a_line_nothing_changes(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "REGISTRY", "http://127.0.0.1:9")
    assert "cannot be reached" in builder.pin(config)


def test_what_is_built_from_is_part_of_the_image_s_name() -> None:
    assert "cloudbuild.yaml" in tree().content
