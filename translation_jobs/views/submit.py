"""Sending pages for translation from the page editor and from the explorer."""

import logging
from itertools import repeat
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from translation_jobs.models import TranslationJob
from translation_jobs.permissions import can_see_jobs, can_submit
from translation_jobs.pipeline.estimates import estimate_submission
from translation_jobs.pipeline.release import release_level
from translation_jobs.pipeline.submission import submit
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)


class SubmitView(WagtailAdminTemplateMixin, TemplateView):
    """Says what will be sent, to whom and why, and sends it: the draft if there is one, else the live page."""

    template_name = "translation_jobs/submit.html"
    header_icon = "globe"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not can_submit(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Any:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not isinstance(page, BilingualPage):
            raise PermissionDenied
        return page

    @property
    def is_draft(self) -> bool:
        return bool(self.page.has_unpublished_changes or not self.page.live)

    def get_page_title(self) -> str:
        return _("Send for translation")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.page.get_latest_revision_as_object() if self.is_draft else self.page
        level = release_level(version, is_draft=self.is_draft)
        estimate = estimate_submission(self.page, draft=self.is_draft)
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "is_draft": self.is_draft,
            "level": level,
            "provider": estimate.provider,
            "estimate": estimate,
            "job": TranslationJob.objects.open().filter(page_id=self.page.pk).first(),
        }

    def post(self, request: Any, page_id: int) -> HttpResponse:
        job = submit(self.page, request.user, draft=self.is_draft)
        if job is None:
            messages.success(request, _("Everything on this page is translated and approved: there is nothing to do."))
        elif can_see_jobs(request.user):
            messages.success(request, _("The page is with the translators."))
            return HttpResponseRedirect(reverse("translation_jobs:review", args=[job.pk]))
        else:
            messages.success(request, _("The page is with the translators."))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page_id]))


def _submitted(page: Any, user: Any) -> bool:
    """Submits one of several pages; a page that cannot be submitted holds up no other."""
    try:
        submit(page, user, draft=page.has_unpublished_changes or not page.live)
    except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
        logger.error("page %s could not be submitted for translation:\n%s", page.pk, trace_without_message(error))
        return False
    return True


class SubmitBulkAction(PageBulkAction):
    """Sends the selected pages, and their subpages if asked."""

    display_name = gettext_lazy("Send for translation")
    action_type = "send_for_translation"
    aria_label = gettext_lazy("Send the selected pages for translation")
    template_name = "translation_jobs/confirm_bulk_submit.html"
    action_priority = 50

    def check_perm(self, page: Page) -> bool:
        return can_submit(self.request.user, page) and issubclass(page.specific_class, BilingualPage)

    def object_context(self, obj: Page) -> dict[str, Any]:
        return super().object_context(obj) | {"descendant_count": obj.get_descendants().count()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"has_descendants": any(item["descendant_count"] for item in context["items"])}

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | self.cleaned_form.cleaned_data

    @classmethod
    def execute_action(
        cls, objects: list[Page], include_descendants: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        parents = [page.specific for page in objects]
        children: list[Any] = []
        if include_descendants:
            seen = {page.pk for page in parents}
            for page in parents:
                children += [
                    child
                    for child in page.get_descendants().specific()
                    if child.pk not in seen and isinstance(child, BilingualPage) and can_submit(user, child)
                ]
                seen |= {child.pk for child in children}
        return sum(map(_submitted, parents, repeat(user))), sum(map(_submitted, children, repeat(user)))

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        count = num_parent_objects + num_child_objects
        return ngettext(
            "%(count)d page was sent for translation.", "%(count)d pages were sent for translation.", count
        ) % {"count": count}
