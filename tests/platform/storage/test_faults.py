"""A bucket that does not answer is an outage in bounded time; what may be tried again is tried again."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from google.api_core.exceptions import BadRequest
from google.auth.exceptions import RefreshError

from common.platform.outside import Alarm, Outage, OutsideFault, Retry, translated
from common.platform.storage import storage
from common.platform.storage.faults import faults
from tests.platform.storage.conftest import free_port


@pytest.fixture
def failing(environment, key_file):
    """Storage over a server that answers with the given statuses in turn, the last one for ever."""
    servers = []

    def start(*statuses: int):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
        server.statuses, server.asked = list(statuses), []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        host = f"http://127.0.0.1:{server.server_port}"
        environment(STORAGE_EMULATOR_HOST=host, SIGNING_KEY_FILE=str(key_file), OUTSIDE_TIMEOUT_SECONDS="2")
        return storage(), server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Failing(BaseHTTPRequestHandler):
    """Describes an object of five bytes; when asked for the bytes themselves, sends others than the checksum says."""

    def do_GET(self):
        self.server.asked.append(self.path)
        statuses = self.server.statuses
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        body = json.dumps({"size": "5", "generation": "7"}).encode()
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Goog-Hash", "crc32c=AAAAAA==,md5=AAAAAAAAAAAAAAAAAAAAAA==")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_):
        pass


def test_a_passing_fault_is_not_seen(failing):
    store, server = failing(503, 200)
    assert store.size("files", "x") == 5
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_lasting_fault_is_an_outage_after_several_tries_in_bounded_time(failing, status):
    store, server = failing(status)
    started = time.monotonic()
    with pytest.raises(Outage):
        store.size("files", "x")
    assert time.monotonic() - started < 8
    assert len(server.asked) > 1


def test_a_write_is_tried_again_also_when_it_may_overwrite(failing):
    store, server = failing(503, 200)
    assert store.write("files", "x", b"12345", "text/plain") == 7
    assert len(server.asked) == 2


def test_damage_on_the_way_is_not_taken_for_the_object_and_nothing_else_is_asked_for(failing):
    store, server = failing(200)
    with pytest.raises(Retry, match="rusak di perjalanan"):
        store.read("files", "x")
    time.sleep(0.2)
    assert server.asked == ["/download/storage/v1/b/files/o/x?alt=media"]


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_rights_call_the_admin_at_the_first_try(failing, status):
    store, server = failing(status)
    with pytest.raises(Alarm, match="penyimpanan berkas menolak akses"):
        store.size("files", "x")
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_an_outage(environment):
    environment(STORAGE_EMULATOR_HOST=f"http://127.0.0.1:{free_port()}", OUTSIDE_TIMEOUT_SECONDS="0.5")
    for attempt in (
        lambda: storage().read("files", "x"),
        lambda: storage().size("files", "x"),
        lambda: storage().write("files", "x", b"", "text/plain"),
        lambda: storage().delete("files", "x"),
    ):
        with pytest.raises(Outage):
            attempt()


@pytest.mark.parametrize(("passing", "kind"), [(True, Outage), (False, Alarm)])
def test_our_own_credentials_are_refused_for_now_or_for_good(passing: bool, kind: type[OutsideFault]) -> None:
    with pytest.raises(kind), translated(faults()):
        raise RefreshError("no token", retryable=passing)  # type: ignore[no-untyped-call]


def test_our_own_mistakes_stay_what_they_are() -> None:
    with pytest.raises(BadRequest), translated(faults()):
        raise BadRequest("malformed")
