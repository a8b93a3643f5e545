"""Bringing a file of translations into the memory: choose, see what it would do, import."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from translation_jobs.exchange.memory_units import MemoryFileError
from translation_jobs.forms import MemoryFileForm
from translation_jobs.models import MemoryUpload
from translation_jobs.permissions import can_import_memory
from translation_jobs.pipeline.memory_upload import LARGEST_UPLOAD, MOST_PAIRS, UploadDone, confirm, receive

IMPORTS_SHOWN = 10


class MemoryUploadView(WagtailAdminTemplateMixin, TemplateView):
    """What the steps share."""

    header_icon = "upload"
    page_title = gettext_lazy("Import a file")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_import_memory(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("memory:index"), "label": _("Translation memory")},
            {"url": "", "label": self.get_page_title()},
        ]


class ChooseMemoryFileView(MemoryUploadView):
    """Takes a file and says what it may hold; below, the last imports."""

    template_name = "translation_jobs/memory_import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": MemoryFileForm(),
            "megabytes": f"{LARGEST_UPLOAD / 1_000_000:g}",
            "most_pairs": MOST_PAIRS,
            "history": MemoryUpload.objects.imported().select_related("created_by").defer("data")[:IMPORTS_SHOWN],
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MemoryFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = receive(file.read(), file.name, request.user)
            except MemoryFileError as error:
                form.add_error("file", _message(error))
            else:
                return HttpResponseRedirect(reverse("memory:preview_import", args=[upload.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PreviewMemoryFileView(MemoryUploadView):
    """What the file would do; only whoever chose it sees it, and may confirm it."""

    template_name = "translation_jobs/memory_import_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = MemoryUpload.objects.previewed_by(request.user).defer("data").filter(pk=kwargs["pk"]).first()
        if upload is None:
            return self.lead_back()
        return self.render_to_response(self.get_context_data(upload=upload, languages=languages_of(upload)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            upload = confirm(kwargs["pk"], request.user)
        except UploadDone:
            return self.lead_back()
        done = ngettext("%(count)d entry was added.", "%(count)d entries were added.", upload.added)
        messages.success(request, done % {"count": upload.added})
        return HttpResponseRedirect(reverse("memory:index"))

    def lead_back(self) -> HttpResponse:
        """An import that is not there for the user, or is done already (a second click)."""
        messages.error(
            self.request, _("This import is done already, or its preview is too old. Choose the file again.")
        )
        return HttpResponseRedirect(reverse("memory:import"))


def languages_of(upload: MemoryUpload) -> list[tuple[str, str, int]]:
    """Source language, target language and pairs."""
    names = {code: str(name) for code, name in settings.LANGUAGES}
    counts = (([names.get(code, code) for code in key.split(":")], count) for key, count in upload.languages.items())
    return [(source, target, count) for (source, target), count in counts]


def _message(error: MemoryFileError) -> str:
    message = _(error.message) % error.params if error.params else _(error.message)
    if error.line:
        return _("The file cannot be read. Line %(line)s: %(message)s") % {"line": error.line, "message": message}
    return _("The file cannot be read: %(message)s") % {"message": message}
