"""Slots: how many calls of one provider may be under way at the same time, over all threads and machines.

A slot is held under a lease by the database's clock, so what a killed worker held is free again after SLOT_LEASE.
"""

import random
import uuid
from dataclasses import dataclass

from translation_jobs.models import ProviderSlot
from translation_jobs.models.jobs import later
from translation_jobs.queue.leases import LEASE

# Seconds; longer than any call may take, or a hung call would not be counted.
SLOT_LEASE = LEASE


@dataclass(frozen=True, slots=True)
class Slot:
    """The right to one call, until it is given back."""

    pk: int
    holder: str

    def give_back(self) -> None:
        """Frees the slot, unless its lease ran out and another holds it by now."""
        ProviderSlot.objects.filter(pk=self.pk, holder=self.holder).update(holder="", lease_until=None)


def take(provider: str, cap: int) -> Slot | None:
    """A slot of the provider; None if `cap` calls are under way."""
    free = list(ProviderSlot.objects.free(provider, cap).values_list("pk", flat=True))
    if not free and _add_missing(provider, cap):
        free = list(ProviderSlot.objects.free(provider, cap).values_list("pk", flat=True))
    holder = uuid.uuid4().hex
    # In any order, so that many who look at the same time do not all reach for the same one.
    for pk in random.sample(free, len(free)):
        # Whether it is still free is asked again by the UPDATE itself: of two, one gets it.
        if ProviderSlot.objects.free(provider, cap).filter(pk=pk).update(holder=holder, lease_until=later(SLOT_LEASE)):
            return Slot(pk, holder)
    return None


def _add_missing(provider: str, cap: int) -> bool:
    """Makes the rows of a provider that is new or may do more than before; whether any were missing."""
    known = set(ProviderSlot.objects.filter(provider=provider).values_list("number", flat=True))
    missing = [ProviderSlot(provider=provider, number=n) for n in range(1, cap + 1) if n not in known]
    ProviderSlot.objects.bulk_create(missing, ignore_conflicts=True)
    return bool(missing)
