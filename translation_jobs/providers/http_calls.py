"""One HTTP call with an end: whatever the other side does, it is over after so many seconds in all.

The timeouts of `requests` are for the connection and for each wait for bytes, so a server that sends one byte a second
holds a worker for ever. Here a timer closes the connection's socket when the time is up, wherever the call is by then
(TLS, headers, body). Only finding the address of a name is left to the system's own limits.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from translation_jobs.providers.base import Reason

MAX_ANSWER = 16 * 1024 * 1024  # bytes; an answer to 128 KiB is far from it
LONGEST_WAIT = 24 * 60 * 60.0  # seconds
_CONNECT = 10.0  # seconds for one address; a name may have several

_REASONS = {408: Reason.TIMEOUT, 413: Reason.TOO_LARGE, 414: Reason.TOO_LARGE, 429: Reason.BUSY, 456: Reason.QUOTA}


class CutOffError(OSError):
    """The answer is larger than any that is expected."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with whatever status, its body as it came."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class HttpCaller:
    """Sends requests one after the other, over a connection that is kept. One thread's.

    `timeout` is in seconds, for a whole call. `ca_file` is a file of certificates to trust instead of the usual ones.
    Without `uses_proxies`, the proxies of the environment are left aside: for a server in the house.
    """

    def __init__(self, timeout: float, ca_file: str = "", *, uses_proxies: bool = True) -> None:
        self._timeout = timeout
        self._deadline = _Deadline()
        self._session = requests.Session()
        self._session.trust_env = uses_proxies
        self._session.verify = ca_file or True
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self._deadline))

    def send(self, request: requests.PreparedRequest) -> Reply:
        """Asks once, and follows no redirection: text goes to the address that was configured and to no other.

        Raises TimeoutError, or another OSError if there is no whole answer.
        """
        waits = (min(_CONNECT, self._timeout), self._timeout)
        with (
            self._deadline.after(self._timeout),
            self._session.send(request, stream=True, allow_redirects=False, timeout=waits) as response,
        ):
            content = bytearray()
            for part in response.iter_content(64 * 1024):
                content += part
                if len(content) > MAX_ANSWER:
                    raise CutOffError("the answer is too large")
            return Reply(response.status_code, response.headers, bytes(content))


class _Deadline:
    """Closes the sockets of the connections it was told of when the time of the call is up."""

    def __init__(self) -> None:
        self._connections: WeakSet[HTTPConnection] = WeakSet()
        self._lock = threading.Lock()
        self._is_over = threading.Event()  # the present call's

    @contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Around a call; raises TimeoutError if the time was up, whatever the closed socket led to."""
        self._is_over = threading.Event()
        timer = threading.Timer(seconds, self._end, (self._is_over,))
        timer.daemon = True
        timer.start()
        try:
            yield
            self.check()
        except Exception:
            self.check()
            raise
        finally:
            timer.cancel()

    def watch(self, connection: HTTPConnection) -> None:
        """Has the connection's socket closed in time; called before it connects."""
        with self._lock:
            self._connections.add(connection)

    def check(self) -> None:
        """Raises TimeoutError if the time is up."""
        if self._is_over.is_set():
            raise TimeoutError("no whole answer in time") from None

    def _end(self, is_over: threading.Event) -> None:
        with self._lock:
            is_over.set()
            for connection in self._connections if is_over is self._is_over else ():
                sock = getattr(connection, "sock", None)
                if isinstance(sock, socket):
                    with suppress(OSError):  # closed already
                        # Not SSLSocket's own, which would take the TLS layer away from under the reading thread.
                        socket.shutdown(sock, SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """The adapter of `requests` with connections that tell the deadline of themselves."""

    def __init__(self, deadline: _Deadline) -> None:
        self._watched = _watched_pools(deadline)
        super().__init__(pool_connections=2, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._watched

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._watched
        return manager


def _watched_pools(deadline: _Deadline) -> dict[str, type[HTTPConnectionPool]]:
    """Pools of connections that have `deadline` close their sockets; from urllib3's own, by scheme."""

    class Watched(HTTPConnection):
        def connect(self) -> None:
            deadline.watch(self)
            super().connect()
            deadline.check()  # what connects too late is closed by nobody

    class WatchedTLS(HTTPSConnection):
        def connect(self) -> None:
            deadline.watch(self)
            super().connect()
            deadline.check()  # what connects too late is closed by nobody

    class Pool(HTTPConnectionPool):
        ConnectionCls = Watched

    class PoolTLS(HTTPSConnectionPool):
        ConnectionCls = WatchedTLS

    return {"http": Pool, "https": PoolTLS}


def reason_of(status: int) -> Reason:
    """What an error status means to the pipeline."""
    return Reason.BUSY if status >= 500 else _REASONS.get(status, Reason.REFUSED)


def reason_of_failure(error: BaseException) -> Reason:
    """What it means that there was no whole answer, by what the exception came of: libraries wrap the socket's own."""
    return Reason.TIMEOUT if any(isinstance(cause, TimeoutError) for cause in _causes(error)) else Reason.UNREACHABLE


def was_connected(error: BaseException) -> bool:
    """Whether the request may have arrived, although no whole answer came back."""
    return not any(isinstance(cause, NewConnectionError | ConnectTimeoutError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def is_address(url: str) -> bool:
    """Whether `url` names a server that can be asked by HTTP."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def retry_after_seconds(header: str) -> float | None:
    """The seconds that a Retry-After header asks to wait: a number or a date (RFC 9110, section 10.2.3).

    None if it is neither. At most a day: a slip of the service is not to park a job for ever.
    """
    try:
        if header.strip().isdecimal():
            seconds = float(header)
        else:
            seconds = parsedate_to_datetime(header).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
