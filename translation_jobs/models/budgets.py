"""What may be spent in a month: for the whole site or for a department, for one provider or for all outside."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


def provider_choices() -> list[tuple[str, str]]:
    return [(name, name) for name in settings.TRANSLATION_PROVIDERS]


class Budget(models.Model):
    """A limit a month, in characters, in money or in both.

    A department is the page tree below `page`; of several budgets on the way up to the root, those of the nearest page
    count. Budgets without a page always count.
    """

    name = models.CharField(_("name"), max_length=100, help_text=_("As it stands in warnings, such as “Press office”."))
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="translation_budgets",
        verbose_name=_("section"),
        help_text=_("The department: this page and all below it. Leave it empty for the whole site."),
    )
    provider = models.CharField(
        _("provider"),
        max_length=30,
        blank=True,
        choices=provider_choices,
        help_text=_("Leave it empty for all providers outside the house together."),
    )
    characters = models.PositiveBigIntegerField(_("characters a month"), null=True, blank=True)
    money = models.DecimalField(
        _("money a month"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In the currency of the settings."),
    )
    warn_at = models.PositiveSmallIntegerField(
        _("warn at (percent)"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_hard_stop = models.BooleanField(
        _("stop at the limit"),
        default=True,
        help_text=_("Nothing is sent that could go over the limit; otherwise people are only warned."),
    )

    class Meta:
        verbose_name = _("translation budget")
        verbose_name_plural = _("translation budgets")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(characters__isnull=False) | Q(money__isnull=False),
                name="a_budget_has_a_limit",
                violation_error_message=_("Set a limit in characters, in money, or both."),
            ),
            models.UniqueConstraint(
                fields=["page", "provider"],
                name="one_budget_per_department_and_provider",
                violation_error_message=_("There is a budget for this section and provider already: change that one."),
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(page=None),
                name="one_budget_per_site_and_provider",
                violation_error_message=_("There is a budget for the whole site and this provider already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BudgetWarning(models.Model):
    """That people were told in a month how little of a budget is left; once is enough."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="warnings")
    month = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["budget", "month"], name="one_warning_per_budget_and_month")]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.month:%Y-%m}"
