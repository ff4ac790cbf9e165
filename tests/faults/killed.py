"""Started in a Python of its own, to be killed: all functions over HTTP, and a sweep of messages that never stops.

killed.py CHECKOUT PORT
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment


def main(checkout: str, port: int) -> None:
    sys.path.insert(0, checkout)
    from common.domain.certificates.drawing import draw_due
    from common.domain.notifications.delivery import deliver_due
    from common.ops.local.host import FunctionHost
    from common.ops.local.serving import HttpServer

    host = FunctionHost()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # The gateway hands the caller's own token on under another name.
        environ["HTTP_X_FORWARDED_AUTHORIZATION"] = environ.get("HTTP_AUTHORIZATION", "")
        return host.call(environ["HTTP_X_FUNCTION"], environ, start_response)

    def work() -> None:
        while True:
            draw_due()
            deliver_due()
            time.sleep(0.02)

    threading.Thread(target=work, daemon=True).start()
    with HttpServer("The functions", answer, port):
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
