"""By which words an owner knows a browser again."""

from __future__ import annotations

import pytest

from common.platform.user_agents import device_name

KNOWN = {
    "Mozilla/5.0 (Linux; Android 10; K) Chrome/143.0.0.0 Mobile Safari/537.36": "Chrome · Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/143.0.0.0 Safari/537.36 Edg/143.0": "Edge · Windows",
    "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/28.0 Chrome/130.0 Safari/537.36": "Samsung Internet · Android",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox · Linux",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.1 Safari/605.1.15": "Safari · macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) CriOS/143.0 Safari/604.1": "Chrome · iPhone",
    "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) FxiOS/145.0 Safari/605.1.15": "Firefox · iPad",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/143.0.0.0 Safari/537.36 OPR/125.0": "Opera · ChromeOS",
    "python-requests/2.32": "",
    "<script>Linux</script>": "Linux",
    "": "",
}


@pytest.mark.parametrize(("user_agent", "name"), KNOWN.items())
def test_a_browser_is_named_by_itself_and_its_system(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
