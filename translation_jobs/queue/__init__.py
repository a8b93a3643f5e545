"""Background work: the doorbell, the lease on a job row, the worker. Knows nothing of translation."""
