"""A visit: one person's browser window, and everything that goes wrong in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from common.platform.settings import settings

# Two browsers, two campuses and their tests may share two cores.
PATIENCE_MS = 20_000
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
# How the API refuses a person; the portal hears it and says so. Any other failure is the portal's or the system's.
REFUSALS = {401, 403, 404, 409, 410, 412, 422, 423, 429}
# An empty window has no storage yet.
_LANGUAGE = """try {{
    if (!localStorage.getItem('aslab.language')) localStorage.setItem('aslab.language', '{}')
}} catch {{}}"""
_GRANTED = ["clipboard-read", "clipboard-write"]
_REFUSED = "Failed to load resource: the server responded with a status of 4"
# Said at an address that is reached over plain HTTP.
_NOT_SECURE = "The Cross-Origin-Opener-Policy header has been ignored"
# Said in a window that a test took off the line.
_NO_LINE = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"


class Visit:
    """A fresh window without cookies, at `url`; what goes wrong in it is collected in `faults`."""

    def __init__(
        self, browser: Browser, url: str, *, phone: bool, language: str, camera: bool, keeps: bool = False
    ) -> None:
        self.url, self.faults = url, list[str]()
        self._origins = {_origin(url), _origin(settings().storage_public_url)}
        self.context = _context(browser, url, phone=phone, keeps=keeps)
        # What is not granted here is refused.
        self.context.grant_permissions([*_GRANTED, "camera"] if camera else _GRANTED)
        if language != "id":
            self.context.add_init_script(_LANGUAGE.format(language))
        self._watch(self.context)
        self.page: Page = self.context.new_page()

    def goes_to(self, *urls: str) -> None:
        """These origins are no strangers to it."""
        self._origins.update(map(_origin, urls))

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda thrown: self.faults.append(f"uncaught: {thrown.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # The answer itself is checked below, where its address and status are known.
        if message.type == "error" and not message.text.startswith((_REFUSED, _NO_LINE, _NOT_SECURE)):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and _origin(request.url) not in self._origins:
            self.faults.append(f"foreign: {request.method} {request.url}")

    def _on_response(self, response: Response) -> None:
        told = response.url.startswith(f"{self.url}/v1/") and response.status in REFUSALS
        if response.status >= 400 and not told:
            self.faults.append(f"answer: {response.status} {response.request.method} {response.url}")


def _context(browser: Browser, url: str, *, phone: bool, keeps: bool) -> BrowserContext:
    screen: Any = PHONE if phone else DESK
    context = browser.new_context(
        **screen,
        base_url=url,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        accept_downloads=True,
        # What a device keeps of the portal would come between the other tests and the portal.
        service_workers="allow" if keeps else "block",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
