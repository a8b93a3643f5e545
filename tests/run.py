"""Runs the whole suite: on SQLite, then what concerns locks, threads and search again on PostgreSQL.

    python -m tests.run [arguments for pytest]

Without PostgreSQL the second part is skipped, said and counted; without chromium the browser tests are. With
REQUIRE_ALL=1 (CI) a skip for either reason fails the run. Ends with one line that sums up both parts.
"""

import os
import re
import subprocess
import sys

import psycopg

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)\b")


def pytest(*args: str, **environment: str) -> tuple[int, dict[str, int]]:
    """Runs pytest, shows what it prints, and returns its exit code and the counts of its last line."""
    command = [sys.executable, "-m", "pytest", *args]
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True)
    last = ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        last = line if COUNT.search(line) else last
    counts = {word.removesuffix("s"): int(number) for number, word in COUNT.findall(last)}
    return process.wait(), counts


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def marked_for_both() -> int:
    """How many tests the second part holds."""
    command = [sys.executable, "-m", "pytest", "-m", "both_databases", "--collect-only", "-q"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return sum("::" in line for line in listing.splitlines())


def main() -> int:
    args = sys.argv[1:]
    print("== SQLite ==", flush=True)
    code, total = pytest(*args)
    if not args:
        print("== PostgreSQL ==", flush=True)
        if postgres_answers():
            second, counts = pytest("-m", "both_databases", DATABASE_URL=POSTGRES)
            code = code or second
            total = {word: total.get(word, 0) + counts.get(word, 0) for word in {*total, *counts}}
        else:
            left_out = marked_for_both()
            print(f"SKIPPED: {left_out} tests, since no PostgreSQL answers at {POSTGRES} (set TEST_POSTGRES_URL).")
            total["skipped"] = total.get("skipped", 0) + left_out
            code = code or bool(os.environ.get("REQUIRE_ALL"))
    failed = total.get("failed", 0) + total.get("error", 0)
    print(f"{total.get('passed', 0)} passed, {failed} failed, {total.get('skipped', 0)} skipped")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
