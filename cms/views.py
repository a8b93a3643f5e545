from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the reader's language: the one chosen before (cookie), else the browser's (Accept-Language)."""
    language = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, private=True)
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the process answers; asks nothing of the database, so that its troubles restart no process."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
