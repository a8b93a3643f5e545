from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from translation_jobs.permissions import can_see_jobs, can_submit
from translation_jobs.views import job_bulk_actions
from translation_jobs.views.home_panel import NoticesSettingsPanel, WaitingTranslationsPanel
from translation_jobs.views.submit import SubmitBulkAction
from translation_jobs.viewsets import PersonViewSet, TermViewSet, TranslationJobViewSet, TranslationsMenuItem


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [TranslationJobViewSet(), TermViewSet(), PersonViewSet()]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="translation_jobs", content_type__model="translationjob")


@hooks.register("register_reports_menu_item")
def register_noise_report() -> MenuItem:
    return TranslationsMenuItem(
        _("Checks of translations"), reverse("translation_jobs:noise"), icon_name="globe", order=1300
    )


@hooks.register("register_reports_menu_item")
def register_queue() -> MenuItem:
    return TranslationsMenuItem(
        _("Translation queue"), reverse("translation_jobs:queue"), icon_name="globe", order=1290
    )


@hooks.register("construct_homepage_panels")
def add_waiting_translations(request: HttpRequest, panels: list[Any]) -> None:
    if can_see_jobs(request.user):
        panels.append(WaitingTranslationsPanel())


@hooks.register("register_account_settings_panel")
def notice_settings(request: HttpRequest, user: Any, profile: Any) -> NoticesSettingsPanel:
    return NoticesSettingsPanel(request, user, profile)


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, BilingualPage) and not page.alias_of_id and can_submit(user, page):
        yield Button(
            _("Send for translation"),
            reverse("translation_jobs:submit", args=[page.pk]),
            icon_name="globe",
            priority=35,
        )


for action in (SubmitBulkAction, *job_bulk_actions.ACTIONS):
    hooks.register("register_bulk_action", action)
