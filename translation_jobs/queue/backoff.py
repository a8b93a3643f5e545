"""How long to wait before a provider is asked again. Pure."""

import random

BASE = 2.0  # seconds
LONGEST = 600.0  # seconds
# After this many failed attempts in a row a person must look.
MAX_ATTEMPTS = 12


def delay(attempt: int, retry_after: float | None = None) -> float:
    """Seconds until the next attempt after failed attempt number `attempt` (1, 2, …).

    What the provider asks for is honoured, and up to 30 % is added so that many workers do not come back at once;
    else full jitter under a doubling ceiling.
    """
    if retry_after is not None:
        return retry_after * random.uniform(1.0, 1.3)
    return random.uniform(BASE, max(2 * BASE, min(LONGEST, BASE * 2**attempt)))
