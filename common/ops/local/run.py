"""`make run`: progress while it starts, addresses and logins when it is there, one clear line when it is not."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from pathlib import Path
from threading import Event

from common.ops.build.node import NodeFailed
from common.ops.build.portal import build_portal
from common.ops.local.campus import Campus, own_database
from common.ops.local.parts import PartDied
from common.ops.local.places import Places, port_is_busy
from common.ops.local.postgres import is_served


def run_campus(port: int, folder: Path) -> int:
    """Run until Ctrl-C with the data in `folder`; the exit code."""
    if port_is_busy(port):
        print(
            f"Port {port} is in use: stop what uses it, or choose another with `make run PORT=8081`.", file=sys.stderr
        )
        return 1
    stopped = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    began = time.monotonic()
    if not _portal_is_built():
        return 1
    places = Places(folder)
    quiet = {"LOG_FILE": str(places.log("functions"))}
    campus = Campus(places, port=port, database_url=own_database(), say=_progress, overrides=quiet)
    try:
        with campus:
            _load_demo()
            campus.open()
            _welcome(campus, places, time.monotonic() - began)
            while not stopped.wait(1):
                campus.require_alive()
            print("\nStopping ...", flush=True)
    except PartDied as death:
        print(f"\n{death}", file=sys.stderr)
        return 1
    print("Everything has stopped; the data are kept in .local/.", flush=True)
    return 0


def reset_campus(folder: Path) -> int:
    """Forget the data; keys and environment stay."""
    places = Places(folder)
    if is_served(places):
        print("The campus is running: stop it first (Ctrl-C).", file=sys.stderr)
        return 1
    for part in ("postgres", "buckets", "outbox"):
        shutil.rmtree(places.root / part, ignore_errors=True)
    print("The local campus is empty; `make run` fills it again.")
    return 0


def _portal_is_built() -> bool:
    """Print why the portal cannot be built, if it cannot."""
    try:
        build_portal(lambda what: print(f"  {what} ...", flush=True))
    except NodeFailed as failed:
        print(f"\n{failed}", file=sys.stderr)
        return False
    return True


def _load_demo() -> None:
    from common.ops.local.demo import load_demo

    _progress("demo data")
    load_demo()


def _progress(what: str) -> None:
    print(f"  starting {what} ...", flush=True)


def _welcome(campus: Campus, places: Places, seconds: float) -> None:
    from common.ops.local.demo import LOGINS

    print(f"\nSI-Aslab runs (after {seconds:.0f} s). Ctrl-C stops it.\n")
    for label, path in (("Portal", "/"), ("API", "/v1/docs"), ("Outbox", "/_local/outbox")):
        print(f"  {label:<8} {campus.url}{path}")
    print(f"  {'Logs':<8} {places.folder('logs')}/")
    print("\n  Demo logins")
    for login in LOGINS:
        print(f"  {login.role:<18} {login.number:<20} {login.password:<18} {login.what_to_see}")
    print(flush=True)
