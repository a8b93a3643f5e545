"""A storm: editors publish and translators write, while everything under them fails at random; then calm, and a count.

What must be true afterwards is in `Storm.faults_found`: every job has ended in a right state, every sentence has its
draft, no word and no approval of a person is lost, and the provider was paid twice for nothing but what was under way
when something was killed or cut off.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.models import NewsPage
from tests.deepl_server import DeepLServer, Fault
from tests.factories import body_of, make_news, make_user
from translation_jobs.models import JobState, Segment, SegmentEvent, TranslationJob
from translation_jobs.pipeline import control, review

ROOT = Path(__file__).resolve().parent.parent.parent
SENTENCE = re.compile(r"<s\d+>(.*?)</s\d+>", re.DOTALL)
PASSING_FAULTS = (Fault.TOO_MANY_REQUESTS, Fault.UNAVAILABLE, Fault.HANG, Fault.BREAK_OFF)


@dataclass
class Plan:
    """How bad it gets. Times are in seconds."""

    jobs: int
    kills: int
    workers: int
    database_faults: int
    flushes: int = 1  # of the queue
    seed: int = 1
    # Between two events.
    pause: float = 0.1
    # How long the calm may last until all is done.
    patience: float = 60.0


@dataclass
class Written:
    """What a person wrote on a segment, and whether they approved it."""

    target: str
    approved: bool = False


class Nursery:
    """Workers as processes, started in no time. `kind`: "work" or "celery"."""

    def __init__(self, kind: str, environment: dict[str, str]) -> None:
        self._log = open(Path(environment["TEST_LOG"]), "a")  # noqa: SIM115 — closed with the nursery
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nursery", kind],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.living: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._log.close()

    def start(self, count: int = 1) -> None:
        assert self._process.stdin
        assert self._process.stdout
        for _number in range(count):
            self._process.stdin.write("start\n")
            self._process.stdin.flush()
            self.living.append(int(self._process.stdout.readline()))

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.living.remove(pid)

    def stop_all(self) -> bool:
        """Asks all to end; whether they did."""
        for pid in self.living:
            os.kill(pid, signal.SIGTERM)
        return until(lambda: not any(is_alive(pid) for pid in self.living), 20)


@dataclass
class Storm:
    """One storm over one database; `nurseries` hold the workers, `flush` empties the queue."""

    plan: Plan
    server: DeepLServer
    nurseries: list[Nursery]
    flush: Callable[[], object]
    drafts: dict[str, str] = field(default_factory=dict)  # source → the draft that is right for it
    written: dict[int, Written] = field(default_factory=dict)  # by segment
    called_off: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed)
        self.server.take_time(lambda: random.uniform(0.05, 0.3))
        self.people = [make_user() for _number in range(2)]
        self.pages: list[int] = []

    # The storm

    def rage(self) -> None:
        """Publishes all pages and lets everything happen that was planned, in random order, then waits for calm."""
        for nursery in self.nurseries:
            nursery.start(self.plan.workers)
        events = [self.publish] * self.plan.jobs
        events += [self.kill] * self.plan.kills
        events += [self.flush_queue] * self.plan.flushes
        events += [self.hurt_database] * self.plan.database_faults
        events += [self.spoil_answers] * (self.plan.jobs // 4)
        events += [self.write] * (self.plan.jobs // 2)
        events += [self.publish_again] * (self.plan.jobs // 8)
        events += [self.call_off] * (self.plan.jobs // 20)
        self.chance.shuffle(events)
        for event in events:
            event()
            time.sleep(self.chance.uniform(0, 2 * self.plan.pause))
        self.server.misbehave_no_more()
        self.done["seconds until calm"] = 0
        started = time.monotonic()
        until(self.is_calm, self.plan.patience)
        self.done["seconds until calm"] = round(time.monotonic() - started)

    def is_calm(self) -> bool:
        """Whether nobody has anything left to do."""
        close_old_connections()
        jobs = TranslationJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
        tasks = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
        return not (jobs.exists() or tasks.exists() or self._wrong_tasks())

    def publish(self) -> None:
        number = len(self.pages)
        page = make_news(*self.texts(number, 0), title=self.sentence(number, 0, "題"), slug=f"storm-{number}")
        self.pages.append(page.pk)

    def publish_again(self) -> None:
        """With one paragraph changed, perhaps while the first version is being drafted."""
        if self.pages:
            number = self.chance.randrange(len(self.pages))
            self.done["published again"] += 1
            draft = NewsPage.objects.get(pk=self.pages[number]).get_latest_revision_as_object()
            draft.body = body_of(*self.texts(number, self.done["published again"]))
            draft.save_revision().publish()

    def texts(self, page: int, version: int) -> list[str]:
        """One paragraph that all pages share, and three of three sentences; the last tells a page's versions apart."""
        return [self.sentence(0, 0, "共")] + [
            "".join(self.sentence(page, v, f"{p}之{s}") for s in range(3)) for p, v in ((1, 0), (2, 0), (3, version))
        ]

    def sentence(self, page: int, version: int, place: str) -> str:
        source = f"第{page}頁第{version}版的第{place}句。"
        self.drafts[source] = f"Sentence {place.replace('之', '-').replace('題', 'title')} of page {page}, {version}."
        self.server.learn({source: self.drafts[source]})
        return source

    def kill(self) -> None:
        """Kills a worker, mostly while the provider is at work for somebody."""
        if self.chance.random() < 0.8:
            until(lambda: self.server.in_flight > 0, 2)
            self.done["kills during a call"] += self.server.in_flight > 0
        nursery = self.chance.choice(self.nurseries)
        nursery.kill(self.chance.choice(nursery.living))
        nursery.start()
        self.done["kills"] += 1

    def flush_queue(self) -> None:
        self.flush()
        self.done["flushes"] += 1

    def hurt_database(self) -> None:
        """PostgreSQL: ends all other connections, as a restart does. SQLite: holds the only writer for a second."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                self.done["connections ended"] += cursor.fetchone()[0]
        else:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                time.sleep(1)
                cursor.execute("COMMIT")
        self.done["database faults"] += 1

    def spoil_answers(self) -> None:
        fault = self.chance.choice(PASSING_FAULTS)
        self.server.misbehave(fault, times=self.chance.randint(1, 2), retry_after="1")
        self.done[fault.name] += 1

    def write(self) -> None:
        """A person writes, and mostly approves, one sentence, which may be on its way to the provider."""
        segments = list(
            Segment.objects.current().unapproved().exclude(pk__in=self.written).values_list("pk", "version")
        )
        if not segments:
            return
        pk, version = self.chance.choice(segments)
        target = f"Words of a person on segment {pk}."
        person = self.chance.choice(self.people)
        try:
            segment = review.save_target(pk, version, target, person)
            self.written[pk] = Written(target)
            if self.chance.random() < 0.7:
                review.approve(pk, segment.version, person)
                self.written[pk].approved = True
        except review.StaleSegment:
            self.done["stale"] += 1  # a draft came first, and the person was told
        except review.NotApprovable:
            self.done["not approvable"] += 1

    def call_off(self) -> None:
        job = TranslationJob.objects.open().order_by("?").first()
        if job and control.call_off(job.pk):
            self.called_off.add(job.pk)

    # The count

    def faults_found(self) -> list[str]:
        """What is not as it must be; empty if all is well."""
        return [*self._wrong_jobs(), *self._wrong_texts(), *self._wrong_tasks(), *self._wrong_bill()]

    def _wrong_jobs(self) -> list[str]:
        right = {JobState.REVIEW, JobState.DONE, JobState.SUPERSEDED}
        return [
            f"job {job.pk} is {job.state}, {job.problem} {job.problem_detail}"
            for job in TranslationJob.objects.all()
            if job.state not in right and not (job.pk in self.called_off and job.state == JobState.CANCELLED)
        ]

    def _wrong_texts(self) -> list[str]:
        wrong = []
        # The sentences of a job that was called off stay as they were, also if a person takes it up again by writing.
        left = set(TranslationJob.objects.filter(pk__in=self.called_off).values_list("page_id", flat=True))
        # What a person wrote for a sentence is the draft of its repetitions on other pages.
        words: dict[str, set[str]] = defaultdict(set)
        for segment in Segment.objects.filter(pk__in=self.written):
            words[segment.source].add(self.written[segment.pk].target)
        for segment in Segment.objects.current():
            written = self.written.get(segment.pk)
            right = {written.target} if written else {self.drafts[segment.source.strip()], *words[segment.source]}
            if segment.target not in right and not (segment.page_id in left and segment.target == ""):
                jobs = list(TranslationJob.objects.filter(page_id=segment.page_id).values_list("pk", "state"))
                wrong.append(f"segment {segment.pk} ({segment.problem}) of {jobs}: {segment.target!r}, not {right!r}")
        for segment in Segment.objects.filter(pk__in=self.written):
            written = self.written[segment.pk]
            if segment.target != written.target or segment.is_approved != written.approved:
                wrong.append(f"segment {segment.pk} lost a person's word: {segment.state}, {segment.target!r}")
        approvals = SegmentEvent.objects.filter(action=SegmentEvent.Action.APPROVED)
        if sorted(approvals.values_list("segment", flat=True)) != sorted(
            pk for pk, written in self.written.items() if written.approved
        ):
            wrong.append("approvals on record are not those that were made")
        return wrong

    def _wrong_tasks(self) -> list[str]:
        tasks = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
        # What took three workers down is given up; with so many kills an innocent one may be among them.
        return [
            f"task {task.task_path} is {task.status}: {task.exception_class_path}"
            for task in tasks
            if not (task.status == TaskResultStatus.FAILED and len(task.worker_ids) >= 3)
        ]

    def _wrong_bill(self) -> list[str]:
        """Nothing is paid twice but what was under way at a kill or a fault of the database, or was cut off."""
        calls = [call for call in self.server.translations if call.status == 200]
        sentences = [sentence for call in calls for text in call.texts for sentence in SENTENCE.findall(text) or [text]]
        needed = sum(len(sentence) for sentence in set(sentences))
        cut_off = sum(call.billed for call in calls if call.fault)
        longest = max((call.billed for call in calls), default=0)
        threads = 2 * self.plan.workers
        in_flight = self.done["kills"] * 2 + self.done["database faults"] * threads
        self.done["characters needed"], self.done["characters billed"] = needed, self.server.character_count
        self.done["characters cut off"], self.done["most calls at once"] = cut_off, self.server.peak
        extra = self.server.character_count - needed - cut_off
        self.done["characters paid twice"] = extra
        if extra > in_flight * longest:
            return [f"{extra} characters paid twice, more than {in_flight} calls of {longest}"]
        if self.server.peak > threads:
            return [f"{self.server.peak} calls at the same time from {threads} threads"]
        return []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if condition():
                return True
        except OperationalError:
            connection.close()
        time.sleep(0.02)
    return False


def environment_for(server: DeepLServer, log: Path, **more: Any) -> dict[str, str]:
    """What processes of the storm need to find the test's database and its provider."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_LOG": str(log),
        "DATA_DIR": str(settings.DATA_DIR),
        "DEEPL_AUTH_KEY": server.key,
        "DEEPL_SERVER_URL": server.url,
        "DEEPL_TIMEOUT": "1",
        **more,
    }
