"""The ledger: every character that a provider was paid for, or may have been.

A call writes two entries under one request id: what is reserved for it before anything is sent, and how that ended.
`balance_characters` and `balance_money` say what an entry adds to its month, so a month's balance is a plain sum:
charges, and reservations that are still open.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import DecimalField, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_jobs.models.append_only import AppendOnly, AppendOnlyQuerySet, reference
from translation_jobs.models.jobs import TranslationJob


class EntryKind(models.TextChoices):
    """What an entry says about its call."""

    RESERVE = "reserve", _("Reserved")
    # Before the call: this much may be billed.
    CHARGE = "charge", _("Charged")
    # After it: this much was billed; if it is uncertain, what was reserved.
    REFUND = "refund", _("Refunded")
    # After it: nothing was billed; the reservation is void.


CLOSING_KINDS = (EntryKind.CHARGE, EntryKind.REFUND)


class Balance(NamedTuple):
    """What was used: characters, and money in the currency of the settings."""

    characters: int
    money: Decimal


class LedgerQuerySet(AppendOnlyQuerySet):
    def open_reservations(self) -> Self:
        """Reservations of calls of which nobody has said how they ended."""
        closing = LedgerEntry.objects.filter(request=OuterRef("request"), kind__in=CLOSING_KINDS)
        return self.filter(~Exists(closing), kind=EntryKind.RESERVE)

    def balance(self) -> Balance:
        """Charges and open reservations of these entries, in one statement, so that none is seen half."""
        money = Sum("balance_money", filter=Q(currency=settings.TRANSLATION_CURRENCY))
        sums = self.aggregate(
            characters=Coalesce(Sum("balance_characters"), 0),
            money=Coalesce(money, Decimal(0), output_field=DecimalField(max_digits=20, decimal_places=6)),
        )
        return Balance(sums["characters"], sums["money"])


class LedgerEntry(AppendOnly):
    """One line of the ledger. It holds no text of a page and no title, and survives page, job and person."""

    # Ties the entries of one call together.
    request = models.UUIDField(_("request"), db_index=True)
    kind = models.CharField(_("kind"), max_length=7, choices=EntryKind.choices)
    # The provider may or may not have billed it: the worker was killed, or no answer came.
    is_uncertain = models.BooleanField(_("uncertain"), default=False)
    provider = models.CharField(_("provider"), max_length=30)
    job = reference(TranslationJob, _("job"))
    page = reference(Page, _("page"))
    source_language = models.CharField(_("source language"), max_length=10)
    target_language = models.CharField(_("target language"), max_length=10)
    # The page whose budget it counts against, as it was when the call was made.
    department = reference(Page, _("department"))
    person = reference(settings.AUTH_USER_MODEL, _("requested by"))
    person_name = models.CharField(_("name"), max_length=150, blank=True)
    characters = models.PositiveIntegerField(_("characters"))
    money = models.DecimalField(_("money"), max_digits=14, decimal_places=6)
    currency = models.CharField(_("currency"), max_length=3)
    balance_characters = models.IntegerField(_("effect on the balance, characters"))
    balance_money = models.DecimalField(_("effect on the balance, money"), max_digits=14, decimal_places=6)
    # First day of the month that it counts against: that of its reservation.
    month = models.DateField(_("month"))
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["month", "department"], name="ledger_of_a_month"),
            models.Index(fields=["-at", "-id"], name="ledger_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(kind="reserve"), name="a_call_is_reserved_once"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(kind__in=["charge", "refund"], is_uncertain=False),
                name="a_call_is_settled_once",
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(is_uncertain=True), name="a_call_is_given_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.characters} {self.provider} {self.request}"


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def this_month() -> date:
    """The first day of the current month where the house is (TIME_ZONE)."""
    return month_of(timezone.localdate(timezone=timezone.get_default_timezone()))
