"""What is signed says exactly what may be done, and the signature is the account's."""

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from werkzeug.http import parse_options_header

from tests.platform.storage.conftest import ACCOUNT, PUBLIC_URL

FIVE_MINUTES = timedelta(minutes=5)


def is_signed(key, signature: str, message: bytes) -> bool:
    try:
        key.public_key().verify(bytes.fromhex(signature), message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def link_is_signed(key, link: str) -> bool:
    """The V4 string to sign, built here anew from the address alone."""
    parts = urlsplit(link)
    signed, _, signature = parts.query.rpartition("&X-Goog-Signature=")
    query = parse_qs(signed)
    request = "\n".join(["GET", parts.path, signed, f"host:{parts.netloc}", "", "host", "UNSIGNED-PAYLOAD"])
    moment, scope = query["X-Goog-Date"][0], query["X-Goog-Credential"][0].split("/", 1)[1]
    text = "\n".join(["GOOG4-RSA-SHA256", moment, scope, sha256(request.encode()).hexdigest()])
    return is_signed(key, signature, text.encode())


def policy_for(store, name="incoming/1", max_bytes=100):
    return store.upload_policy(
        "files", name, content_type="image/jpeg", max_bytes=max_bytes, expires_in=timedelta(minutes=15)
    )


def test_a_policy_allows_one_name_one_type_and_a_bounded_size(store):
    policy = policy_for(store)
    terms = json.loads(base64.b64decode(policy.fields["policy"]))
    conditions = terms["conditions"]
    assert ["content-length-range", 1, 100] in conditions
    for exact in ({"content-type": "image/jpeg"}, {"key": "incoming/1"}, {"bucket": "files"}):
        assert exact in conditions
    assert not [
        condition for condition in conditions if isinstance(condition, list) and condition[0] != "content-length-range"
    ]
    left = datetime.fromisoformat(terms["expiration"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_every_policy_field_is_one_that_its_conditions_allow(store):
    fields = policy_for(store).fields
    terms = json.loads(base64.b64decode(fields["policy"]))
    allowed = {name for condition in terms["conditions"] if isinstance(condition, dict) for name in condition}
    assert set(fields) - allowed == {"policy", "x-goog-signature"}


def test_one_policy_does_not_leak_into_the_next(store):
    first = policy_for(store, "incoming/1", 100)
    second = policy_for(store, "incoming/2", 200)
    sizes = [len(json.loads(base64.b64decode(policy.fields["policy"]))["conditions"]) for policy in (first, second)]
    assert sizes[0] == sizes[1]
    assert b"incoming/1" not in base64.b64decode(second.fields["policy"])


def test_a_policy_is_signed_by_the_key_of_the_account(store, key):
    fields = policy_for(store).fields
    assert fields["x-goog-credential"].startswith(f"{ACCOUNT}/")
    assert is_signed(key, fields["x-goog-signature"], fields["policy"].encode())
    assert not is_signed(key, fields["x-goog-signature"], fields["policy"].encode() + b"=")


def test_a_form_made_of_the_policy_uploads_the_file(store, bucket_server):
    policy = policy_for(store)
    assert policy.url == f"{PUBLIC_URL}/files/"
    form = {"file": ("foto.jpg", b"\xff\xd8\xff", "image/jpeg")}
    address = policy.url.replace(PUBLIC_URL, bucket_server).rstrip("/")  # the bare server knows no address with a slash
    answer = requests.post(address, data=policy.fields, files=form, timeout=5)
    assert answer.ok, answer.text
    assert store.read("files", "incoming/1") == b"\xff\xd8\xff"


def test_a_link_is_signed_for_the_public_address(store, key):
    link = store.read_link("files", "a/ö.pdf", expires_in=FIVE_MINUTES, content_type="application/pdf")
    assert link.startswith(f"{PUBLIC_URL}/files/a/%C3%B6.pdf?")
    query = parse_qs(urlsplit(link).query)
    assert query["X-Goog-Expires"] == ["300"]
    assert query["response-content-type"] == ["application/pdf"]
    assert link_is_signed(key, link)
    assert not link_is_signed(key, link.replace("/a/", "/b/"))
    assert not link_is_signed(key, link.replace("application%2Fpdf", "text%2Fhtml"))


def test_a_link_shows_the_object(store, bucket_server):
    store.write("files", "shown", b"isi", "text/plain")
    link = store.read_link("files", "shown", expires_in=FIVE_MINUTES)
    assert requests.get(link.replace(PUBLIC_URL, bucket_server), timeout=5).content == b"isi"


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("CV.pdf", "CV.pdf"),
        ("Transkrip nilai – Ḥasan ’Abd.pdf", "Transkrip nilai – Ḥasan ’Abd.pdf"),
        ('a"; filename="evil.exe', 'a"; filename="evil.exe'),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\berkas\\CV.pdf", "CV.pdf"),
        ("CV\u202efdp.exe", "CVfdp.exe"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("100%.pdf", "100%.pdf"),
        ("\ud800.pdf", "pdf"),
        ("", "berkas"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_any_file_name_reaches_the_browser_whole_and_harmless(store, given, seen):
    link = store.read_link("files", "x", expires_in=FIVE_MINUTES, file_name=given)
    header = parse_qs(urlsplit(link).query)["response-content-disposition"][0]
    assert header.isascii()
    assert header.isprintable()
    kind, options = parse_options_header(header)
    assert (kind, options) == ("inline", {"filename": seen})


def test_a_file_is_saved_when_it_may_not_be_shown(store):
    link = store.read_link("files", "x", expires_in=FIVE_MINUTES, file_name="a.pdf", inline=False)
    assert parse_qs(urlsplit(link).query)["response-content-disposition"][0].startswith('attachment; filename="a.pdf"')


def test_importing_the_tool_loads_no_google_library():
    heavy = "{'google.auth', 'google.cloud.storage', 'requests'}"
    code = f"import sys, common.platform.storage; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
