"""Tells people in time that a month's budget runs out: in the admin, and once by e-mail."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from translation_jobs.models import Budget, BudgetWarning
from translation_jobs.models.ledger import Balance, this_month
from translation_jobs.pipeline.budget import usage
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BudgetStatus:
    """How much of a budget this month has used."""

    budget: Budget
    used: Balance

    @property
    def percent(self) -> int:
        """Of the limit that is nearest; a limit of nothing is used up."""
        shares = []
        if self.budget.characters is not None:
            shares.append(_share(self.used.characters, self.budget.characters))
        if self.budget.money is not None:
            shares.append(_share(float(self.used.money), float(self.budget.money)))
        return max(shares, default=0)

    @property
    def is_low(self) -> bool:
        return self.percent >= self.budget.warn_at


def budget_statuses() -> list[BudgetStatus]:
    """All budgets, by name."""
    return [BudgetStatus(budget, usage(budget)) for budget in Budget.objects.select_related("page")]


def mail_warnings() -> None:
    """Mails those who keep the budgets, once for each budget and month. Safe to run at any time, by several."""
    for status in budget_statuses():
        if status.is_low:
            _warn_once(status)


def _warn_once(status: BudgetStatus) -> None:
    month = this_month()
    known = BudgetWarning.objects.filter(budget=status.budget, month=month)
    if known.exists():
        return
    warning, is_first = BudgetWarning.objects.get_or_create(budget=status.budget, month=month)
    if not is_first:
        return
    was_mailed = [_was_mailed(user, status) for user in _keepers()]
    if was_mailed and not any(was_mailed):
        warning.delete()  # the next sweep tries again


def _keepers() -> list[Any]:
    """Who may change budgets and has an address."""
    users = get_user_model()._default_manager.with_perm("translation_jobs.change_budget")
    return list(users.exclude(email="").order_by("pk"))


def _was_mailed(user: Any, status: BudgetStatus) -> bool:
    facts = {"name": status.budget.name, "percent": status.percent}
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        if status.budget.is_hard_stop:
            outlook = _("When it is used up, machine translation stops until it is raised or the next month begins.")
        else:
            outlook = _("Machine translation goes on when it is used up.")
        lines = [
            _("%(percent)d %% of this month's budget for machine translation “%(name)s” are used.") % facts,
            outlook,
            settings.WAGTAILADMIN_BASE_URL + reverse("translation_ledger:index"),
        ]
        subject = _("%(percent)d %% of the translation budget “%(name)s” are used") % facts
    try:
        send_mail(subject, "\n\n".join(lines), None, [user.email])
    except OSError as error:  # the base of all that smtplib raises
        logger.warning("budget %s: a warning could not be mailed\n%s", status.budget.pk, trace_without_message(error))
        return False
    return True


def _share(used: float, limit: float) -> int:
    """In whole percent, rounded down so that 100 means that nothing is left."""
    return int(used * 100 / limit) if limit else 100
