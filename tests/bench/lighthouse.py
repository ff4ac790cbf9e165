"""`python -m tests.bench.lighthouse`: the portal as Lighthouse sees it on a mobile phone, with demo data.

Public pages as a visitor finds them, dashboards as one who is signed in. Run it on a machine that does nothing else:
performance is the median of some runs, the other two scores do not change.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from common.ops.build.browser import install_browser
from common.ops.build.node import NodeFailed, quiet_npm
from common.ops.build.portal import build_portal
from common.ops.checkout import CHECKOUT
from common.ops.local.campus import Campus
from common.ops.local.demo import LOGINS, load_demo
from tests.temporary import temporary_places

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
PUBLIC = ("/", "/lowongan", "/sertifikat", "/masuk")
# The start page of a role, and the first of the demo logins that has it.
DASHBOARDS = {"Mahasiswa": "/mahasiswa", "Dosen": "/dosen", "Mahasiswa + Aslab": "/aslab", "Admin": "/admin"}
HEAD = f"{'page':<14} performance  accessibility  best practices      LCP      TBT    CLS"
OUT = CHECKOUT / ".local" / "bench"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def main() -> None:
    options = _options()
    os.environ["CHROME_PATH"] = install_browser(_say)
    build_portal(_say)
    results: dict[str, Any] = {}
    with temporary_places() as places, Campus(places, timer=False, say=_say) as campus, TemporaryDirectory() as work:
        load_demo()
        campus.open()
        _say(HEAD)
        for path, profile in _visits(campus.url, Path(work)):
            results[path] = _audit(campus.url + path, profile, Path(work), options.runs)
            _say(_line(path, results[path]))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "lighthouse.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _visits(url: str, work: Path) -> Iterator[tuple[str, Path]]:
    """Each page with the browser profile that opens it."""
    for path in PUBLIC:
        yield path, work / "visitor"
    for role, path in DASHBOARDS.items():
        login = next(login for login in LOGINS if login.role == role)
        profile = work / path.strip("/")
        _sign_in(url, profile, login.number, login.password, choose="Aslab" if path == "/aslab" else "")
        yield path, profile


def _sign_in(url: str, profile: Path, number: str, password: str, choose: str) -> None:
    with sync_playwright() as playwright:
        program = os.environ["CHROME_PATH"]
        window = playwright.chromium.launch_persistent_context(profile, executable_path=program, args=list(FLAGS))
        page = window.new_page()
        page.goto(f"{url}/masuk")
        page.get_by_label("NIM/NIP").fill(number)
        page.get_by_label("Kata sandi", exact=True).fill(password)
        page.get_by_role("button", name="Masuk", exact=True).click()
        if choose:
            page.get_by_role("button", name=f"Masuk sebagai {choose}").click()
        page.wait_for_url(lambda address: "/masuk" not in address)
        page.wait_for_load_state("networkidle")
        window.close()


def _audit(address: str, profile: Path, work: Path, runs: int) -> dict[str, Any]:
    reports = [_run(address, profile, work) for _ in range(runs)]
    scores = {
        name: median(round(report["categories"][name]["score"] * 100) for report in reports) for name in CATEGORIES
    }
    audits = {"lcp": "largest-contentful-paint", "tbt": "total-blocking-time", "cls": "cumulative-layout-shift"}
    figures = {
        short: median(report["audits"][name]["numericValue"] for report in reports) for short, name in audits.items()
    }
    return {**scores, **figures, "missed": sorted(_missed(reports[-1]))}


def _run(address: str, profile: Path, work: Path) -> dict[str, Any]:
    report = work / "report.json"
    chrome = " ".join([*FLAGS, f"--user-data-dir={profile}"])
    wanted = ["--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
    command = ["lighthouse", address, *wanted, "--disable-storage-reset", f"--chrome-flags={chrome}"]
    _until_it_starts(["exec", "--yes", f"--package={LIGHTHOUSE}", "--", *command], work)
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if found.get("runtimeError"):
        raise SystemExit(f"{address}: {found['runtimeError']['message']}")
    return found


def _until_it_starts(command: list[str], work: Path) -> None:
    """Now and then Chrome's trace lacks its beginning, and Lighthouse asks to be run again."""
    for left in (2, 1, 0):
        try:
            quiet_npm(command, work, CHECKOUT / ".local" / "node")
            break
        except NodeFailed as failed:
            if "NO_NAVSTART" not in str(failed) or not left:
                raise


def _missed(report: dict[str, Any]) -> Iterator[str]:
    """What costs points of accessibility or best practices."""
    for name in CATEGORIES[1:]:
        weights = {ref["id"]: ref["weight"] for ref in report["categories"][name]["auditRefs"]}
        yield from (key for key, weight in weights.items() if weight and report["audits"][key].get("score") == 0)


def _line(path: str, found: dict[str, Any]) -> str:
    scores = f"{found['performance']:>11.0f} {found['accessibility']:>14.0f} {found['best-practices']:>15.0f}"
    times = f"{found['lcp'] / 1000:>6.2f} s {found['tbt']:>5.0f} ms {found['cls']:>6.3f}"
    return f"{path:<14} {scores} {times} {' '.join(found['missed'])}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lighthouse", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each page is measured")
    return parser.parse_args()


if __name__ == "__main__":
    main()
