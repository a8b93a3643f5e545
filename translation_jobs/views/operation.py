"""For those who operate the site: is it ready, and its figures."""

import ipaddress
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from translation_jobs.pipeline.metrics import CONTENT_TYPE, metrics_text
from translation_jobs.pipeline.readiness import faults


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if requests can be served, else 503 and what is missing."""
    found = faults()
    text = "".join(f"{fault}\n" for fault in found) or "ok\n"
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, status=503 if found else 200, content_type="text/plain", headers=headers)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text format of Prometheus, for whom settings name (METRICS_TOKEN, METRICS_ADDRESSES)."""
    if not (_has_token(request) or _is_known_address(request)):
        return HttpResponseForbidden("no\n", content_type="text/plain")
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _has_token(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and constant_time_compare(request.headers.get("Authorization", ""), expected)


def _is_known_address(request: HttpRequest) -> bool:
    with suppress(ValueError):
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        return any(address in ipaddress.ip_network(known) for known in settings.METRICS_ADDRESSES)
    return False
