"""The queue page: what waits, what is wrong and what mends it, and the switches of the providers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from translation_jobs.forms import PauseForm, ProblemForm
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.permissions import can_pause, can_see_jobs, can_translate
from translation_jobs.pipeline import bulk_submission, control, provider_pauses
from translation_jobs.pipeline.queue_overview import queue_overview


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever works with translations; the switches only for who may use them."""

    template_name = "translation_jobs/queue.html"
    page_title = gettext_lazy("Translation queue")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_see_jobs(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translation_jobs:index"), "label": _("Translations")},
            {"url": "", "label": _("Queue")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "queue": queue_overview(),
            "all_providers": ALL_PROVIDERS,
            "may_pause": can_pause(self.request.user),
            "may_translate": can_translate(self.request.user),
        }


class QueueActionView(View):
    """A button of the queue page."""

    http_method_names = ["post", "options"]

    @staticmethod
    def may(user: Any) -> bool:
        return can_pause(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    form_class: type[Form] = Form

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            self.act(request, form.cleaned_data)
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return HttpResponseRedirect(reverse("translation_jobs:queue"))

    def act(self, request: HttpRequest, data: dict[str, Any]) -> None:
        raise NotImplementedError


class PauseProviderView(QueueActionView):
    form_class = PauseForm

    def act(self, request: HttpRequest, data: dict[str, Any]) -> None:
        provider_pauses.pause_provider(data["provider"], request.user, data["note"])
        messages.success(request, _("Paused. Calls that are under way end; no other begins."))


class ResumeProviderView(QueueActionView):
    form_class = PauseForm

    def act(self, request: HttpRequest, data: dict[str, Any]) -> None:
        count = provider_pauses.resume_provider(data["provider"])
        message = ngettext("Resumed. %(count)d job goes on.", "Resumed. %(count)d jobs go on.", count)
        messages.success(request, message % {"count": count})


class RetryProblemView(QueueActionView):
    """Takes up all jobs that the same problem has stopped."""

    form_class = ProblemForm

    @staticmethod
    def may(user: Any) -> bool:
        return can_translate(user)

    def act(self, request: HttpRequest, data: dict[str, Any]) -> None:
        count = control.try_all_again(data["problem"], data["provider"])
        message = ngettext("%(count)d job is tried again.", "%(count)d jobs are tried again.", count)
        messages.success(request, message % {"count": count})


class SubmissionsView(QueueActionView):
    """Sends the pages again that could not be sent, or takes them off the list."""

    def act(self, request: HttpRequest, data: dict[str, Any]) -> None:
        if "forget" in request.POST:
            bulk_submission.forget_failed()
            messages.success(request, _("The list is empty again."))
            return
        count = bulk_submission.retry_failed(request.user)
        message = ngettext("%(count)d page is sent again.", "%(count)d pages are sent again.", count)
        messages.success(request, message % {"count": count})
