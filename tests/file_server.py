"""A server on this machine that serves one file, well or badly, as a test tells it to."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE = 1 << 14


class FileServer:
    """Serves `content`. Each request takes the next of `behaviours`; where none is left, it is answered well."""

    def __init__(self) -> None:
        self.content = b""
        self.tagged = True
        self.behaviours: deque[Behaviour] = deque()
        self.requests: list[dict[str, str]] = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(dict(self.headers))
                behaviour = server.behaviours.popleft() if server.behaviours else well()
                behaviour(server, self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # a client that breaks off is what the tests are about
        self.url = f"http://127.0.0.1:{self._http.server_port}/pets.zip"
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content).hexdigest()}"'

    def ranges(self) -> list[str | None]:
        """Return what each request so far asked for."""
        return [request.get("Range") for request in self.requests]

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


Behaviour = Callable[[FileServer, BaseHTTPRequestHandler], None]


@contextmanager
def file_server() -> Iterator[FileServer]:
    server = FileServer()
    try:
        yield server
    finally:
        server.close()


def well(after: int | None = None, ranges: bool = True, pause: float = 0.0) -> Behaviour:
    """Answer as a good server does; end the connection `after` bytes, or without heed of ranges, or slowly."""

    def answer(server: FileServer, request: BaseHTTPRequestHandler) -> None:
        start = _head(server, request, ranges)
        body = server.content[start:][:after]
        for place in range(0, len(body), PIECE):
            request.wfile.write(body[place : place + PIECE])
            time.sleep(pause)
        request.wfile.flush()

    return answer


def cut(after: int) -> Behaviour:
    return well(after)


def stall(after: int) -> Behaviour:
    """Fall silent after some bytes, and hold the connection."""

    def answer(server: FileServer, request: BaseHTTPRequestHandler) -> None:
        start = _head(server, request, ranges=True)
        request.wfile.write(server.content[start : start + after])
        request.wfile.flush()
        server.closing.wait(20)

    return answer


def status(code: int) -> Behaviour:
    return lambda server, request: request.send_error(code)


def page(text: bytes, code: int = 200) -> Behaviour:
    """Answer with something else, as the log-in page of a hotel's network does."""

    def answer(server: FileServer, request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    return answer


def changed(content: bytes, then: Behaviour | None = None) -> Behaviour:
    """Put other content in place first."""

    def answer(server: FileServer, request: BaseHTTPRequestHandler) -> None:
        server.content = content
        (then or well())(server, request)

    return answer


def chunked(pieces: int | None = None) -> Behaviour:
    """Answer without saying how much will come, in an old or a new way; `pieces` cuts it off."""

    def answer(server: FileServer, request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        parts = [server.content[place : place + PIECE] for place in range(0, len(server.content), PIECE)]
        for part in parts[:pieces]:
            request.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        if pieces is None:
            request.wfile.write(b"0\r\n\r\n")
        request.close_connection = True

    return answer


def wrong_place(server: FileServer, request: BaseHTTPRequestHandler) -> None:
    """Claim to answer a range, from another place than asked for."""
    request.send_response(206)
    request.send_header("Content-Range", f"bytes 0-{len(server.content) - 1}/{len(server.content)}")
    request.send_header("Content-Length", str(len(server.content)))
    request.end_headers()
    request.wfile.write(server.content)


def _head(server: FileServer, request: BaseHTTPRequestHandler, ranges: bool) -> int:
    """Send the head of an answer and return at which byte its content starts."""
    total = len(server.content)
    wanted = request.headers.get("Range", "") if ranges else ""
    start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
    if request.headers.get("If-Range", server.etag) != server.etag:
        start = 0
    if start and start >= total:
        request.send_response(416)
        request.send_header("Content-Range", f"bytes */{total}")
        request.end_headers()
        return total
    request.send_response(206 if start else 200)
    if start:
        request.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
    if server.tagged:
        request.send_header("ETag", server.etag)
    request.send_header("Content-Length", str(total - start))
    request.end_headers()
    return start
