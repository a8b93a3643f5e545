"""What the local servers of the tests share: how an answer is sent, slowly, in part or in plain text under TLS."""

import contextlib
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any, Self


class RefusedError(Exception):
    """A request is answered with this error status and message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class LocalServer:
    """A server on 127.0.0.1 that runs as long as its context, or until `stop`.

    `certificate` is the path of a PEM file with certificate and key; with it the server speaks TLS. `closing` is set
    when the server stops, for handlers that wait.
    """

    def __init__(
        self, handler: type[BaseHTTPRequestHandler], closing: threading.Event, port: int = 0, certificate: str = ""
    ) -> None:
        self._closing = closing
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client may hang up at any time
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()


class Handler(BaseHTTPRequestHandler):
    """Sends JSON; knows how to send it badly."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet, or each answer waits for an acknowledgement

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def reply(
        self, status: int, content: bytes, headers: dict[str, str], send: Callable[[bytes], Any] | None = None
    ) -> None:
        """Sends the answer; with `send` the end of the headers and the body are sent by that."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            if value:
                self.send_header(name, value)
        if send is None:
            self.end_headers()
            self.wfile.write(content)
        else:
            self.close_connection = True
            send(content)

    def send_half(self, content: bytes) -> None:
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])

    def drip(self, content: bytes, closing: threading.Event) -> None:
        """A byte every tenth of a second: each single wait is short, the whole is not."""
        self.end_headers()
        self._drops((bytes([byte]) for byte in content), closing)

    def drip_headers(self, closing: threading.Event) -> None:
        """A header every tenth of a second, without end."""
        self.flush_headers()
        self._drops((f"X-{number}: drop\r\n".encode() for number in count()), closing)

    def _drops(self, drops: Iterable[bytes], closing: threading.Event) -> None:
        with contextlib.suppress(OSError):  # the client has gone
            for drop in drops:
                self.wfile.write(drop)
                self.wfile.flush()
                if closing.wait(0.1):
                    return

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: standard error is the test's."""


def make_certificate(folder: Path) -> str:
    """A certificate for 127.0.0.1 that nobody trusts, with its key, as the path of a PEM file; "" without OpenSSL."""
    if not shutil.which("openssl"):
        return ""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *asked.split(), *names], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return str(both)
