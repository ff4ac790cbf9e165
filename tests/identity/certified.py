"""A certified server for OpenID Connect, oidc-provider from npm, and a person who signs in on its page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from common.ops.build.node import node
from common.ops.build.portal import install_packages
from common.ops.checkout import CHECKOUT
from common.ops.local.places import free_port, port_is_busy
from common.ops.local.processes import Process
from common.ops.local.serving import loopback_client

FOLDER = Path(__file__).parent
_SERVER = "server.mjs"
_WANTED = {_SERVER, "package.json", "package-lock.json", ".npmrc"}
_HOME = CHECKOUT / ".local" / "identity"
CLIENT = "si-aslab"
SECRET = "rahasia / + klien"


def _installed() -> Path:
    """The server with its packages, outside of the sources."""
    _HOME.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.iterdir():
        if file.name in _WANTED:
            shutil.copyfile(file, _HOME / file.name)
    install_packages(_HOME, print)
    return _HOME


class IdentityServer(Process):
    """Takes whoever says an address; `portals` are those that it sends people back to."""

    def __init__(self, log: Path, *portals: str) -> None:
        home = _installed()
        self.port = free_port()
        client = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": portals}
        super().__init__(
            "The sign-in server",
            [str(node()), str(home / _SERVER)],
            log=log,
            ready=lambda: port_is_busy(self.port),
            environment={"PORT": str(self.port), "CLIENT": json.dumps(client)},
        )

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """What leads the product here."""
        return {"CAMPUS_ISSUER": self.issuer, "CAMPUS_CLIENT_ID": CLIENT, "CAMPUS_CLIENT_SECRET": SECRET}

    def visit(self, address: str, **form: str) -> dict[str, str]:
        """Sign in at `address` as `form` says; what the portal is given back in its own address."""
        with loopback_client() as browser:
            at, sent = address, None
            while at.startswith(self.issuer):
                answer = browser.request("POST" if sent else "GET", at, data=sent, allow_redirects=False, timeout=20)
                sent = None
                if answer.is_redirect:
                    at = urljoin(at, answer.headers["Location"])
                else:
                    assert answer.status_code == 200, answer.text[:500]
                    sent = {"email_verified": "true"} | form
            return dict(parse_qsl(urlsplit(at).query))
