"""aiosmtpd with an end that leaves no connection open."""

from __future__ import annotations

import asyncio
from typing import Any

from common.ops.local.places import HOST

_SECONDS = 5.0


def smtp_server(handler: Any, port: int, **options: Any) -> Any:
    """aiosmtpd's Controller on `port`, with start() and stop().

    Its own stop() leaves the lines of clients as they are: they would wait for an answer until their time-out, and
    from Python 3.12 on so would the stop itself.
    """
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP

    lines: set[asyncio.BaseTransport] = set()

    class Line(SMTP):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self._line = transport
            lines.add(transport)
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            lines.discard(self._line)
            super().connection_lost(error)

    class Server(Controller):
        def factory(self) -> SMTP:
            return Line(self.handler, **self.SMTP_kwargs)

        def stop(self, no_assert: bool = False) -> None:
            asyncio.run_coroutine_threadsafe(_hang_up(self.server, lines), self.loop).result(_SECONDS)
            super().stop(no_assert)

    # Without a name aiosmtpd asks the network for one, at each connection.
    return Server(handler, hostname=HOST, port=port, server_hostname="localhost", **options)


async def _hang_up(server: Any, lines: set[asyncio.BaseTransport]) -> None:
    server.close()
    for line in list(lines):
        line.abort()  # type: ignore[attr-defined]
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    if waiting:
        await asyncio.wait(waiting)
