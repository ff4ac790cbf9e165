"""Which provider is chosen, and what holds for both on a bad line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from common.platform.outside import Outage, Retry
from common.platform.settings import Settings, settings
from common.platform.whatsapp import WhatsApp, whatsapp
from common.platform.whatsapp.fonnte import Fonnte
from common.platform.whatsapp.meta import MetaCloud

Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"WHATSAPP_{name.upper()}", value)
        settings.cache_clear()

    yield set_all
    monkeypatch.undo()
    settings.cache_clear()


def test_without_a_provider_there_is_nobody(configure: Configure) -> None:
    configure(provider="")
    assert whatsapp() is None


def test_the_providers_have_their_usual_addresses(configure: Configure) -> None:
    configure(provider="meta", url="", phone_id="12", token="t\n")
    assert whatsapp() == MetaCloud("https://graph.facebook.com", Settings().whatsapp_version, "12", "t", 10.0)
    configure(provider="fonnte")
    assert whatsapp() == Fonnte("https://api.fonnte.com", "t", 10.0)


def test_another_address_may_be_given(configure: Configure) -> None:
    configure(provider="meta", url="http://127.0.0.1:1/graph/")
    chosen = whatsapp()
    assert isinstance(chosen, MetaCloud)
    assert chosen.url == "http://127.0.0.1:1/graph"


def test_an_unknown_provider_is_a_mistake_that_is_named(configure: Configure) -> None:
    configure(provider="telegram")
    with pytest.raises(ValueError, match="WHATSAPP_PROVIDER='telegram'"):
        whatsapp()


PROVIDERS: list[Callable[[str], WhatsApp]] = [
    lambda url: MetaCloud(url, "v26.0", "1234", "t0ken", 0.3),
    lambda url: Fonnte(url, "t0ken", 0.3),
]


def send(provider: WhatsApp) -> str:
    return provider.send("+6281234567890", "teks", "templat", (), "id")


@pytest.mark.parametrize("made", PROVIDERS)
def test_a_provider_out_of_reach_is_an_outage(made: Callable[[str], WhatsApp]) -> None:
    with pytest.raises(Outage) as raised:
        send(made("http://127.0.0.1:1"))
    assert raised.value.reason == "layanan tidak dapat dihubungi"


@pytest.mark.parametrize("made", PROVIDERS)
def test_a_provider_that_takes_too_long_is_an_outage(provider: Any, made: Callable[[str], WhatsApp]) -> None:
    provider.delay, started = 0.8, time.monotonic()
    with pytest.raises(Outage) as raised:
        send(made(provider.url))
    assert raised.value.reason == "layanan tidak menjawab tepat waktu"
    assert time.monotonic() - started < 0.7


@pytest.mark.parametrize("made", PROVIDERS)
def test_nobody_is_followed_elsewhere_with_the_token(provider: Any, made: Callable[[str], WhatsApp]) -> None:
    provider.answers(307, b"", Location=f"{provider.url}/elsewhere")
    with pytest.raises(Retry, match="HTTP 307"):
        send(made(provider.url))
    assert len(provider.asked) == 1


def test_a_netrc_of_the_machine_does_not_replace_the_token(
    provider: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    provider.answers(200, {"status": True, "id": ["1"]})
    send(PROVIDERS[1](provider.url))
    assert provider.asked[0][1]["Authorization"] == "t0ken"


def test_importing_the_tool_does_not_bring_the_http_client() -> None:
    load = "import sys; from common.platform.whatsapp import fonnte, meta"
    code = f"{load}; print('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
