from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from translation_jobs.permissions import can_see_ledger, can_submit
from translation_jobs.views.ledger import LowBudgetsPanel
from translation_jobs.views.submit import SubmitBulkAction
from translation_jobs.viewsets import (
    BudgetViewSet,
    LedgerMenuItem,
    LedgerViewSet,
    OutboundMenuItem,
    PersonViewSet,
    TermViewSet,
    TranslationJobViewSet,
    TranslationsMenuItem,
)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [TranslationJobViewSet(), TermViewSet(), PersonViewSet(), LedgerViewSet(), BudgetViewSet()]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="translation_jobs",
        content_type__model__in=["translationjob", "ledgerentry", "outboundcall"],
    )


@hooks.register("register_reports_menu_item")
def register_noise_report() -> MenuItem:
    return TranslationsMenuItem(
        _("Checks of translations"), reverse("translation_jobs:noise"), icon_name="globe", order=1300
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
def warn_of_low_budgets(request: Any, panels: list[Any]) -> None:
    if can_see_ledger(request.user):
        panels.append(LowBudgetsPanel())


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, BilingualPage) and not page.alias_of_id and can_submit(user, page):
        yield Button(
            _("Send for translation"),
            reverse("translation_jobs:submit", args=[page.pk]),
            icon_name="globe",
            priority=35,
        )


hooks.register("register_bulk_action", SubmitBulkAction)
