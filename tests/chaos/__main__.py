"""Long storms: on SQLite with two workers, on PostgreSQL with four, and with Celery on RabbitMQ.

    python -m tests.chaos [--jobs 200] [--kills 60] [--seed 1]

What does not answer (PostgreSQL, RabbitMQ) is left out, and said so.
"""

import argparse
import os
import subprocess
import sys

from tests.run import POSTGRES, postgres_answers


def main() -> int:
    parser = argparse.ArgumentParser(description="Long storms over every database and queue.")
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    environment = os.environ | {f"CHAOS_{name.upper()}": str(value) for name, value in vars(options).items()}
    storms = [("SQLite", "tests/chaos/test_storm.py", {})]
    if postgres_answers():
        storms += [
            ("PostgreSQL", "tests/chaos/test_storm.py", {"DATABASE_URL": POSTGRES}),
            ("PostgreSQL, Celery on RabbitMQ", "tests/chaos/long_storms.py", {"DATABASE_URL": POSTGRES}),
        ]
    else:
        print(f"SKIPPED: no PostgreSQL answers at {POSTGRES} (set TEST_POSTGRES_URL).")
        storms += [("SQLite, Celery on RabbitMQ", "tests/chaos/long_storms.py", {})]
    codes = []
    for name, path, more in storms:
        print(f"== {name} ==", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", path]
        codes.append(subprocess.run(command, env=environment | more, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
