"""Signing a PDF as PAdES: B-B, and B-T where a time-stamp server is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from common.platform import clock
from common.platform.log import log
from common.platform.outside import OUT_OF_REACH, Alarm, Outage
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper

_NOT_SET = Text("kunci penanda tangan sertifikat belum dipasang", en="the key that signs certificates is not set")
_NOT_READ = Text("kunci penanda tangan sertifikat tidak terbaca", en="the key that signs certificates cannot be read")
_ENDED = Text("kunci penanda tangan sertifikat sudah kedaluwarsa", en="the key that signs certificates has expired")
# Long enough to apply for another one.
_SOON = timedelta(days=30)
_FIELD = "Tanda tangan"


@dataclass(frozen=True)
class Signature:
    """What a reader of the PDF shows beside the name in the signer's own certificate."""

    office: str
    place: str
    reason: str


class PdfSigner(Protocol):
    """Whatever holds the key: this process, a key service, or the server of an authority."""

    def sign(self, data: bytes, shown: Signature) -> bytes:
        """The PDF with a signature over all of it. Raises Outage, Alarm."""
        ...


def pdf_signer() -> PdfSigner:
    """The signer of the settings. Raises Alarm when there is no key, or one that is not good."""
    here = settings()
    if not here.certificate_key:
        raise Alarm(_NOT_SET)
    key = _key(here.certificate_key.encode())
    _require_valid(key.signing_cert)
    return _KeySigner(key, _time_stamper(here.certificate_timestamp_url))


@dataclass(frozen=True)
class _KeySigner:
    """Signs with a key that lies in memory."""

    key: SimpleSigner
    time_stamper: TimeStamper | None

    def sign(self, data: bytes, shown: Signature) -> bytes:
        from concurrent.futures import ThreadPoolExecutor

        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf
        from pyhanko.sign.timestamps import TimestampRequestError

        meta = PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=shown.office,
            location=shown.place or None,
            reason=shown.reason,
            # Whatever is added to the file later makes the signature invalid as well.
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            # Without padding, in which a changed byte would not be noticed.
            tight_size_estimates=self.time_stamper is None,
        )
        writer, signed = IncrementalPdfFileWriter(BytesIO(data)), BytesIO()
        try:
            # pyHanko runs a loop of events, which cannot be begun where the caller's thread has one.
            with ThreadPoolExecutor(1) as apart:
                apart.submit(sign_pdf, writer, meta, self.key, timestamper=self.time_stamper, output=signed).result()
        except TimestampRequestError as fault:
            raise Outage(OUT_OF_REACH) from fault
        return signed.getvalue()


@cache
def _key(pem: bytes) -> SimpleSigner:
    """A private key and its certificates, in any order."""
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        key = load_private_key_from_pemder_data(pem, passphrase=None)
        given, public = [*load_certs_from_pemder_data(pem)], _public_half(pem)
        own = next(one for one in given if one.public_key.dump() == public)
    except (ValueError, TypeError, StopIteration) as fault:
        raise Alarm(_NOT_READ) from fault
    above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    # A second copy of its own would be one in which a changed byte is not noticed.
    above.register_multiple(one for one in given if one is not own)
    # The root is no part of what is signed: a reader has it, or does not trust it.
    return SimpleSigner(own, key, above, embed_roots=False)


def _public_half(pem: bytes) -> bytes:
    """As a certificate has it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    half = load_pem_private_key(pem, None).public_key()
    return half.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _require_valid(certificate: Any) -> None:
    ends: datetime = certificate.not_valid_after
    left = ends - clock.now()
    if left <= timedelta(0):
        raise Alarm(_ENDED)
    if left <= _SOON:
        message = "the certificate of the key that signs certificates expires on %s"
        log.error(
            message, ends.date(), extra={"event": "lane_needs_admin", "queue": "tasks", "lane": "draw_certificate"}
        )


def _time_stamper(url: str) -> TimeStamper | None:
    if not url:
        return None
    from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

    seconds = settings().outside_timeout_seconds
    return HTTPTimeStamper(url, timeout=seconds)  # type: ignore[no-untyped-call]
