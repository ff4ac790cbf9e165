"""In the cloud no key exists: IAM signs. Here a stand-in for IAM's signBlob, reached over HTTP, holds the key."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import google.auth
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from google.auth import iam
from google.auth.credentials import Credentials

from common.platform.outside import Outage
from common.platform.storage import storage
from tests.platform.storage.test_policies_and_links import FIVE_MINUTES, is_signed, link_is_signed, policy_for

ACCOUNT = "function@si-aslab.iam.gserviceaccount.com"


class OwnCredentials(Credentials):
    """As from the metadata server: the account's name is known only after the first token."""

    service_account_email = "default"
    refreshed = 0

    def refresh(self, request):
        self.refreshed += 1
        self.token = "good token"
        self.expiry = (datetime.now(UTC) + timedelta(hours=1)).replace(tzinfo=None)
        self.service_account_email = ACCOUNT


@pytest.fixture
def own(monkeypatch):
    """The credentials of this place; `scopes` is what was asked for."""
    credentials = OwnCredentials()

    def default(scopes):
        credentials.scopes = scopes
        return credentials, "si-aslab"

    monkeypatch.setattr(google.auth, "default", default)
    return credentials


@pytest.fixture
def sign_blob(monkeypatch, key):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(key))
    server.token, server.accounts = "good token", []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(iam, "_IAM_SIGN_ENDPOINT", f"http://127.0.0.1:{server.server_port}/{{}}:signBlob")
    yield server
    server.shutdown()
    server.server_close()


def handler(key):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.accounts.append(self.path.strip("/").removesuffix(":signBlob"))
            signature = key.sign(base64.b64decode(body["payload"]), PKCS1v15(), SHA256())
            known = self.headers["Authorization"] == f"Bearer {self.server.token}"
            self.answer(200 if known else 403, {"signedBlob": base64.b64encode(signature).decode()} if known else {})

        def answer(self, status, content):
            data = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def cloud(environment, own, sign_blob):
    environment(STORAGE_EMULATOR_HOST="", STORAGE_PUBLIC_URL="", SIGNING_ACCOUNT="", SIGNING_KEY_FILE="")
    return storage()


def test_iam_signs_links_as_the_account_this_code_runs_as(cloud, key, sign_blob):
    link = cloud.read_link("files", "x", expires_in=FIVE_MINUTES)
    assert link.startswith("https://storage.googleapis.com/files/x?")
    assert ACCOUNT.replace("@", "%40") in link
    assert link_is_signed(key, link)
    assert sign_blob.accounts == [ACCOUNT]


def test_iam_signs_policies_and_the_address_is_googles_own_form(cloud, key):
    policy = policy_for(cloud)
    assert policy.url == "https://storage.googleapis.com/files/"
    assert is_signed(key, policy.fields["x-goog-signature"], policy.fields["policy"].encode())


def test_another_account_signs_when_one_is_set(cloud, environment, sign_blob):
    environment(SIGNING_ACCOUNT="signer@si-aslab.iam.gserviceaccount.com")
    policy = policy_for(storage())
    assert policy.fields["x-goog-credential"].startswith("signer@si-aslab.iam.gserviceaccount.com/")
    assert sign_blob.accounts == ["signer@si-aslab.iam.gserviceaccount.com"]


def test_the_token_reaches_iam_and_is_fetched_once(cloud, own):
    policy_for(cloud)
    policy_for(cloud)
    assert own.refreshed == 1
    assert own.scopes == ["https://www.googleapis.com/auth/cloud-platform"]


def test_a_token_about_to_expire_is_renewed_first(cloud, own):
    policy_for(cloud)
    own.expiry = datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=5)
    policy_for(cloud)
    assert own.refreshed == 2


def test_iam_that_does_not_sign_is_an_outage(cloud, sign_blob):
    sign_blob.token = "another token"
    with pytest.raises(Outage):
        cloud.read_link("files", "x", expires_in=FIVE_MINUTES)
