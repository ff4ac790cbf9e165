"""A signed PDF is valid for two readers, and not any more with one other byte."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asn1crypto import tsp
from cryptography.x509 import ExtendedKeyUsage
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from common.ops.local.authority import AUTHORITY, OFFICE, certificate_key, new_chain
from common.platform import log
from common.platform.documents.certificates import render_certificate
from common.platform.documents.pades import Signature, pdf_signer
from common.platform.outside import Alarm, Outage
from common.platform.settings import settings
from tests import signatures
from tests.platform.documents.test_certificates import FACTS
from tests.signatures import load_certs_from_pemder_data, seen

SHOWN = Signature("Kepala Laboratorium Terpadu, Universitas Bangka Belitung", "Balunijuk", "Penerbitan sertifikat")
PLAIN = render_certificate(FACTS)


@pytest.fixture
def signed(database: None) -> bytes:
    return pdf_signer().sign(PLAIN, SHOWN)


def test_it_is_valid_for_pyhanko_and_names_the_office(signed: bytes) -> None:
    assert seen(signed) == signatures.Seen(True, OFFICE, AUTHORITY, stamped=False, kind="/ETSI.CAdES.detached")
    assert "uji coba" in AUTHORITY
    assert signed.startswith(PLAIN), "what was drawn stays as it is, before the signature"


def test_it_signs_where_the_caller_has_a_loop_of_events(database: None) -> None:
    async def within() -> bytes:
        return pdf_signer().sign(PLAIN, SHOWN)

    # A browser's test may have left a loop in this thread.
    with ThreadPoolExecutor(1) as apart:
        assert seen(apart.submit(asyncio.run, within()).result()).good


def test_it_is_valid_for_pdfsig(signed: bytes, tmp_path: Path) -> None:
    said = signatures.pdfsig(signed, tmp_path)
    for line in ("Signature is Valid", "Total document signed", f"Common Name: {OFFICE}", "ETSI.CAdES.detached"):
        assert line in said
    assert "Signature is Valid" not in signatures.pdfsig(_changed(signed, len(PLAIN) // 2), tmp_path)


def test_one_other_byte_makes_it_invalid(signed: bytes) -> None:
    """In what was drawn, in the signature's own part, in its digits, at the end."""
    begin = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", begin)
    places = [*range(0, begin, 4001), begin - 1, *range(end - 512, end, 97), end, *range(end + 1, len(signed), 173)]
    assert [place for place in places if seen(_changed(signed, place)).good] == []


def test_what_is_added_afterwards_makes_it_invalid(signed: bytes) -> None:
    writer, longer = IncrementalPdfFileWriter(BytesIO(signed)), BytesIO()
    writer.root["/Lang"] = pdf_string("en-GB")
    writer.update_root()
    writer.write(longer)
    assert longer.getvalue().startswith(signed)
    assert not seen(longer.getvalue()).good


def _changed(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_the_key_is_the_same_after_the_next_start(tmp_path: Path) -> None:
    first = certificate_key(tmp_path / "key.json", "Universitas Uji")
    assert certificate_key(tmp_path / "key.json", "Universitas Lain") == first
    assert (tmp_path / "key.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("pem", "said"),
    [("", "is not set"), ("no key", "cannot be read"), ("half", "cannot be read"), ("another", "cannot be read")],
)
def test_without_a_good_key_nothing_is_signed(
    database: None, setting: Callable[[str, str], None], tmp_path: Path, pem: str, said: str
) -> None:
    own, other = settings().certificate_key, certificate_key(tmp_path / "key.json", "Lain")["CERTIFICATE_KEY"]
    cut = own.index("-----BEGIN CERTIFICATE")
    wrong = {"half": own[:cut], "another": own[:cut] + other[other.index("-----BEGIN CERTIFICATE") :]}
    setting("CERTIFICATE_KEY", wrong.get(pem, pem))
    with pytest.raises(Alarm) as raised:
        pdf_signer()
    assert said in raised.value.reason.en


def test_an_admin_hears_a_month_before_it_expires(
    database: None, setting: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    ends = signatures.load_certs_from_pemder_data(settings().certificate_key.encode())
    last = next(iter(ends)).not_valid_after
    setting("LOG_LEVEL", "info")
    log.set_up()
    pdf_signer()
    assert capsys.readouterr().out == ""
    with time_machine.travel(last - timedelta(days=29)):
        pdf_signer()
    [line] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["event"], line["lane"]) == ("lane_needs_admin", "draw_certificate")
    with time_machine.travel(last + timedelta(seconds=1)), pytest.raises(Alarm, match="kedaluwarsa"):
        pdf_signer()


class Authority(BaseHTTPRequestHandler):
    """A time-stamp server (RFC 3161)."""

    stamper: Any
    asked = 0

    def do_POST(self) -> None:
        Authority.asked += 1
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.stamper.request_tsa_response(request).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def stamps() -> Iterator[tuple[str, Any]]:
    """Its address, and its own authority."""
    purpose = ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    pem = new_chain("Stempel waktu", "Universitas Uji", purpose).encode()
    own, root = load_certs_from_pemder_data(pem)
    store = SimpleCertificateStore()
    store.register_multiple([root])
    key = load_private_key_from_pemder_data(pem, None)
    Authority.stamper, Authority.asked = DummyTimeStamper(own, key, store, fixed_dt=None), 0
    with HTTPServer(("127.0.0.1", 0), Authority) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", root
        server.shutdown()
        thread.join()


def test_with_a_time_stamp_server_it_proves_when(
    database: None, setting: Callable[[str, str], None], stamps: tuple[str, Any]
) -> None:
    """PAdES B-T."""
    address, root = stamps
    setting("CERTIFICATE_TIMESTAMP_URL", address)
    signed = pdf_signer().sign(PLAIN, SHOWN)
    found = seen(signed, root)
    assert (found.good, found.stamped, found.signer) == (True, True, OFFICE)
    assert Authority.asked >= 1


def test_a_time_stamp_server_that_is_away_costs_nothing_but_time(
    database: None, setting: Callable[[str, str], None]
) -> None:
    setting("CERTIFICATE_TIMESTAMP_URL", "http://127.0.0.1:9")
    with pytest.raises(Outage):
        pdf_signer().sign(PLAIN, SHOWN)
