from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from translation_jobs.permissions import can_see_jobs, can_see_ledger, can_submit
from translation_jobs.pipeline.memory_editing import EDITED, RESTORED, SUPERSEDED, TOOK_PLACE
from translation_jobs.views import job_bulk_actions
from translation_jobs.views.home_panel import NoticesSettingsPanel, WaitingTranslationsPanel
from translation_jobs.views.ledger import LowBudgetsPanel
from translation_jobs.views.submit import SubmitBulkAction
from translation_jobs.viewsets import (
    BudgetViewSet,
    LedgerMenuItem,
    LedgerViewSet,
    MemoryViewSet,
    OutboundMenuItem,
    PersonViewSet,
    TermViewSet,
    TranslationJobViewSet,
    TranslationsMenuItem,
)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [
        TranslationJobViewSet(),
        MemoryViewSet(),
        TermViewSet(),
        PersonViewSet(),
        LedgerViewSet(),
        BudgetViewSet(),
    ]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    models = ["translationjob", "memoryentry", "ledgerentry", "outboundcall"]
    return Permission.objects.filter(content_type__app_label="translation_jobs", content_type__model__in=models)


@hooks.register("register_log_actions")
def register_memory_log_actions(actions: Any) -> None:
    actions.register_action(SUPERSEDED, _("Supersede memory entry"), _("Entry superseded"))
    actions.register_action(RESTORED, _("Put memory entry back in use"), _("Entry put back in use"))

    actions.register_action(TOOK_PLACE, _("Take the place of a memory entry"), _("Written in place of another target"))

    @actions.register_action(EDITED)
    class EditFormatter(LogFormatter):
        label = _("Change memory entry")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Target changed from “%(before)s” to “%(after)s”") % {
                name: log_entry.data.get(name, "") for name in ("before", "after")
            }


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


@hooks.register("register_reports_menu_item")
def register_leverage_report() -> MenuItem:
    return TranslationsMenuItem(
        _("Savings of the translation memory"), reverse("translation_jobs:leverage"), icon_name="history", order=1305
    )


@hooks.register("register_reports_menu_item")
def register_ledger() -> MenuItem:
    return LedgerMenuItem(
        _("Translation ledger"), reverse("translation_ledger:index"), icon_name="clipboard-list", order=1310
    )


@hooks.register("register_reports_menu_item")
def register_outbound_log() -> MenuItem:
    return OutboundMenuItem(
        _("Texts sent to providers"), reverse("translation_ledger:outbound"), icon_name="upload", order=1320
    )


@hooks.register("construct_homepage_panels")
def add_waiting_translations(request: HttpRequest, panels: list[Any]) -> None:
    if can_see_jobs(request.user):
        panels.append(WaitingTranslationsPanel())


@hooks.register("construct_homepage_panels")
def warn_of_low_budgets(request: Any, panels: list[Any]) -> None:
    if can_see_ledger(request.user):
        panels.append(LowBudgetsPanel())


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
