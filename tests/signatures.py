"""What readers say of the signature in a PDF: pyHanko's validator and, where it is installed, Debian's pdfsig."""

from __future__ import annotations

import logging
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from common.platform.settings import settings

NO_PDFSIG = "pdfsig is not installed: apt-get install poppler-utils"


@dataclass(frozen=True)
class Seen:
    """`good` is: unchanged, signed over the whole file, and by somebody whom the authority of this machine names."""

    good: bool
    signer: str = ""
    issuer: str = ""
    stamped: bool = False
    kind: str = ""


def authority() -> Any:
    """The root above the key of the settings."""
    return [*load_certs_from_pemder_data(settings().certificate_key.encode())][-1]


def seen(data: bytes, *trusted: Any) -> Seen:
    """What pyHanko says; a file that it cannot read is not good."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    try:
        [signature] = PdfFileReader(BytesIO(data)).embedded_signatures
        # In a thread of its own: a browser's test leaves a loop of events in this one.
        with ThreadPoolExecutor(1) as apart:
            checking = apart.submit(validate_pdf_signature, signature, _trusting(*trusted), _trusting(*trusted))
            status = checking.result()
    except (PdfError, SigningError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return Seen(good=False)
    signer = status.signing_cert
    return Seen(
        good=bool(status.bottom_line),
        signer=signer.subject.native["common_name"],
        issuer=signer.issuer.native["common_name"],
        stamped=status.timestamp_validity is not None,
        kind=str(signature.sig_object["/SubFilter"]),
    )


def _trusting(*more: Any) -> ValidationContext:
    return ValidationContext(trust_roots=[authority(), *more])


def pdfsig(data: bytes, folder: Path) -> str:
    """What pdfsig prints."""
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip(NO_PDFSIG)
    file = folder / "signed.pdf"
    file.write_bytes(data)
    return subprocess.run([program, file], capture_output=True, text=True, timeout=30, check=False).stdout
