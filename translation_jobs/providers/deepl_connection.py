"""DeepL's official client, made to ask once and to tell its failures as a `ProviderError`.

As it comes (deepl 1.32.0, `http_client`), the client asks up to six times with growing pauses, waits ten seconds for
the first answer whatever one wants, and keeps the response's headers to itself. The number of tries and the time are
globals of its module; here they are left alone, and one method of its transport is replaced instead.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import deepl
from deepl.http_client import HttpClient

from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.providers.deadline import call_within

_REASONS = {408: Reason.TIMEOUT, 413: Reason.TOO_LARGE, 414: Reason.TOO_LARGE, 429: Reason.BUSY, 456: Reason.QUOTA}
# What the client raises, besides its own exceptions, when an answer is not of the form it expects.
_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
_LONGEST_WAIT = 24 * 60 * 60.0  # seconds


class DeepLError(ProviderError):
    """A ProviderError that knows the HTTP status, if there was an answer at all."""

    def __init__(
        self, reason: Reason, message: str, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason, message, retry_after)
        self.status = status


class DeepLConnection(deepl.DeepLClient):
    """The official client without retries. One thread's: a session of `requests` is not promised to be safe for more.

    `timeout` is in seconds, for one request in all, however slowly its answer drips in. An empty `server_url` leaves
    the choice between the free and the paid service to the client, which tells them apart by the key.
    """

    def __init__(self, auth_key: str, server_url: str, timeout: float) -> None:
        # Without the slash at its end, the client would drop the last part of the address's path.
        super().__init__(auth_key, server_url=server_url.rstrip("/") + "/" if server_url else None)
        self._client = _Transport(timeout)


@contextmanager
def provider_errors() -> Iterator[None]:
    """Around one call of the client: whatever it raises comes out as a DeepLError.

    The original is cut off, for its message may hold what was sent: the service's answer, or the key in a header.
    """
    try:
        yield
    except (deepl.DeepLException, *_UNREADABLE) as error:
        raise _provider_error(error) from None


def _provider_error(error: Exception) -> DeepLError:
    """What an exception of the client means to the pipeline."""
    if isinstance(error, deepl.ConnectionException):
        if any(isinstance(cause, TimeoutError) for cause in _causes(error)):
            return DeepLError(Reason.TIMEOUT, "DeepL did not answer in time")
        return DeepLError(Reason.UNREACHABLE, "DeepL cannot be reached")
    if not isinstance(error, deepl.DeepLException):
        return DeepLError(Reason.BAD_ANSWER, "DeepL's answer cannot be read")
    status = error.http_status_code
    if status is None:
        return DeepLError(Reason.REFUSED, "no request can be made of DeepL's address and key")
    reason = Reason.BUSY if status >= 500 else _REASONS.get(status, Reason.REFUSED)
    retry_after = error.retry_after if isinstance(error, _RefusedError) else None
    return DeepLError(reason, f"DeepL answered with status {status}", retry_after, status)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and those it came of, for the client and its HTTP library wrap the one of the socket."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


class _RefusedError(deepl.DeepLException):
    """An answer with an error status; unlike the client's own exceptions it has the time to wait, in seconds."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        super().__init__(f"status {status}", http_status_code=status)
        self.retry_after = retry_after


class _Transport(HttpClient):
    def __init__(self, timeout: float) -> None:
        super().__init__(send_platform_info=False)
        self._timeout = timeout

    def request_with_backoff(
        self,
        method: str,
        url: str,
        data: dict[str, Any] | None,
        json: dict[str, Any] | None,
        headers: dict[str, str],
        stream: bool = False,
        **kwargs: Any,
    ) -> tuple[int, str]:
        """Asks once; the status and the text of the answer.

        Takes over the name from the client, which calls nothing else. Error statuses are raised here, because the
        client's own reading of them loses the headers, and stumbles over a message that is no text.
        """
        request = self._prepare_request(method, url, data, json, headers, **kwargs)
        session = self._session
        try:
            response = call_within(self._timeout, lambda: session.send(request, timeout=self._timeout))
        except OSError as error:  # the base of all that `requests` raises, and TimeoutError
            if isinstance(error, TimeoutError):
                self._session = type(session)()  # the old one is left to the call that is still under way
            raise deepl.ConnectionException("no whole answer") from error
        if response.status_code >= 400:
            raise _RefusedError(response.status_code, _seconds(response.headers.get("Retry-After", "")))
        response.encoding = "UTF-8"
        return response.status_code, response.text


def _seconds(retry_after: str) -> float | None:
    """The seconds that a Retry-After header asks to wait: a number or a date (RFC 9110, section 10.2.3).

    None if it is neither. At most a day: a slip of the service is not to park a job for ever.
    """
    try:
        if retry_after.strip().isdecimal():
            seconds = float(retry_after)
        else:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)
