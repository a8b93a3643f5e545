"""A process that starts workers in no time: it has everything loaded, and forks.

    python -m tests.chaos.nursery work|celery

Each line on standard input starts a worker; its process id is the answer. At the end of the input all are killed.
What it starts is what `manage.py work` and `celery --app cms worker` start, but all waits are shorter.
"""

import os
import random
import signal
import sys

import django


def main() -> None:
    django.setup()
    hurry()
    kind = sys.argv[1]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    children = []
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            be_a_worker(kind)
        children.append(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


def hurry() -> None:
    """What takes a minute in real life takes a second or two."""
    from datetime import timedelta

    from translation_jobs.pipeline import claims, provider_gates
    from translation_jobs.queue import backoff, leases, rescue, slots, worker

    leases.LEASE = claims.LEASE = slots.SLOT_LEASE = 4
    provider_gates.PROBE, provider_gates.LONGEST_REST, provider_gates.SLOT_WAIT = 2, 1.0, 1.0
    backoff.BASE, backoff.LONGEST = 0.1, 1.0
    worker.INTERVAL, worker.SWEEP, worker.RING_AGAIN, worker.RESTART = 0.1, 0.3, 1, 0.3
    rescue.BEAT, rescue.SILENT, rescue.PAUSE_AFTER_FAULT = 0.5, 4.0, timedelta(seconds=0.5)


def be_a_worker(kind: str) -> None:
    """Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    random.seed()
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    try:
        if kind == "celery":
            from cms.celery import app

            app.worker_main(["worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"])
        else:
            from django.core.management import call_command

            call_command("work", threads=2)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
