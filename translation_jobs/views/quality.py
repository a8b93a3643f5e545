"""The noise report: what people make of the checks."""

from collections import defaultdict
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from translation_jobs.models import TranslationJob
from translation_jobs.models.issues import is_check, message_of
from translation_jobs.pipeline.noise import CheckNoise, noise_of_checks


class NoiseColumn(Column):
    """Marks what is noise, and is empty otherwise."""

    cell_template_name = "translation_jobs/noise_cell.html"


class NoiseReportView(ReportView):
    """For each check what became of its findings; marks those that people dismiss more often than not."""

    page_title = gettext_lazy("Checks of translations")
    header_icon = "globe"
    index_url_name = "translation_jobs:noise"
    index_results_url_name = "translation_jobs:noise_results"
    permission_policy = ModelPermissionPolicy(TranslationJob)
    any_permission_required = ["translate", "approve"]
    results_template_name = "translation_jobs/noise_results.html"
    list_export = ["check_id", "seen", "fixed", "dismissed", "share_dismissed", "is_noise", "passed_over", "gone"]
    export_headings = {
        "check_id": gettext_lazy("Check"),
        "seen": gettext_lazy("Found"),
        "fixed": gettext_lazy("Fixed"),
        "dismissed": gettext_lazy("Dismissed or waived"),
        "share_dismissed": gettext_lazy("Share dismissed"),
        "is_noise": gettext_lazy("Noise"),
        "passed_over": gettext_lazy("Approved as it was"),
        "gone": gettext_lazy("Gone by itself"),
    }

    def get_filename(self) -> str:
        return "checks"

    def get_queryset(self) -> list[CheckNoise]:
        return noise_of_checks()

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])

    @cached_property
    def columns(self) -> list[BaseColumn]:
        headings = self.export_headings
        return [
            Column("check_id", label=headings["check_id"]),
            Column("message", label=_("What it says"), accessor=_message, width="35%"),
            NoiseColumn("is_noise", label=headings["is_noise"]),
            Column("share_dismissed", label=headings["share_dismissed"], accessor=_percentage),
            *(Column(name, label=headings[name]) for name in ("seen", "fixed", "dismissed", "passed_over", "gone")),
        ]


def _message(row: CheckNoise) -> str:
    """Its message, with an ellipsis where each finding puts its own facts; "" for a check that is no more."""
    return message_of(row.check_id, defaultdict(lambda: "…")) if is_check(row.check_id) else ""


def _percentage(row: CheckNoise) -> str:
    return "–" if row.share_dismissed is None else f"{row.share_dismissed:.0%}"
