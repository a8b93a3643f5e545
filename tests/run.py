"""Runs the whole suite: on SQLite, and what concerns locks, threads and search again on PostgreSQL.

    python -m tests.run [arguments for pytest]

With arguments it is plain pytest on SQLite. Without, the browser tests and those on PostgreSQL run beside the rest,
each with files and a database of its own, and their output follows at the end.
Without PostgreSQL its part is skipped, said and counted; without chromium the browser tests are. With REQUIRE_ALL=1
(CI) a skip for either reason fails the run. Ends with one line that sums up all parts.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")


@dataclass
class Result:
    """How a run of pytest ended: its exit code, the counts of its last line, and what it printed."""

    code: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    output: str = ""

    def __add__(self, other: "Result") -> "Result":
        return Result(self.code or other.code, self.counts + other.counts, self.output + other.output)


def pytest(*args: str, live: bool = False, **environment: str) -> Result:
    """Runs pytest; `live` shows what it prints as it comes."""
    command = [sys.executable, "-m", "pytest", *args]
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    result, last = Result(), ""
    for line in process.stdout or ():
        if live:
            print(line, end="", flush=True)
        result.output += line
        last = line if COUNT.search(line) else last
    result.counts = Counter({word.removesuffix("s"): int(number) for number, word in COUNT.findall(last)})
    result.code = process.wait()
    return result


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def marked_for_both() -> int:
    """How many tests PostgreSQL's part holds."""
    command = [sys.executable, "-m", "pytest", "-m", "both_databases", "--collect-only", "-q"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return sum("::" in line for line in listing.splitlines())


def beside(data: Path) -> Result:
    """The browser tests, then PostgreSQL's, with files below `data`."""
    result = Result(output="== Browser ==\n")
    result += pytest("-m", "browser", DATA_DIR=str(data / "browser"))
    result.output += "== PostgreSQL ==\n"
    if postgres_answers():
        return result + pytest("-m", "both_databases", DATABASE_URL=POSTGRES, DATA_DIR=str(data / "postgresql"))
    left_out = marked_for_both()
    return result + Result(
        int(bool(os.environ.get("REQUIRE_ALL"))),
        Counter(skipped=left_out),
        f"SKIPPED: {left_out} tests, since no PostgreSQL answers at {POSTGRES} (set TEST_POSTGRES_URL).\n",
    )


def main() -> int:
    args = sys.argv[1:]
    if args:
        return pytest(*args, live=True).code
    data = Path(os.environ.get("DATA_DIR", "var/test"))
    with ThreadPoolExecutor() as pool:
        others = pool.submit(beside, data)
        print("== SQLite ==", flush=True)
        result = pytest("-m", "not browser", live=True)
        print(others.result().output, flush=True)
        result += others.result()
    failed = result.counts["failed"] + result.counts["error"]
    print(f"{result.counts['passed']} passed, {failed} failed, {result.counts['skipped']} skipped")
    return int(result.code)


if __name__ == "__main__":
    sys.exit(main())
