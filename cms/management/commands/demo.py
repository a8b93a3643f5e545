import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation


class Command(BaseCommand):
    help = "Sets up a demo site and starts its web server and its worker. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="end after the set-up")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_serve"]:
            _refuse_a_port_in_use(options["port"])
        with translation.override("en"):  # the language of what this command itself says
            self._set_up()
        if options["no_serve"]:
            self.stdout.write(self.style.SUCCESS("Ready. Start it with: make demo"))
            return
        self._serve(options["port"])

    def _set_up(self) -> None:
        steps = [
            ("Database", "migrate", {"verbosity": 0}),
            ("Glossary", "load_glossary", {}),
            ("Persons", "load_persons", {}),
            ("Pages, pictures and people", "load_demo_site", {}),
            ("Translation jobs", "load_demo_jobs", {}),
        ]
        for number, (name, command, arguments) in enumerate(steps, start=1):
            start = time.monotonic()
            self.stdout.write(self.style.MIGRATE_HEADING(f"[{number}/{len(steps)}] {name} …"))
            call_command(command, stdout=self.stdout, stderr=self.stderr, **arguments)
            self.stdout.write(f"  done in {time.monotonic() - start:.1f} s")

    def _serve(self, port: int) -> None:
        """Runs the two processes until one ends or Ctrl-C; then neither is left."""
        children = [
            subprocess.Popen([sys.executable, "manage.py", *command])
            for command in (["runserver", f"127.0.0.1:{port}", "--noreload"], ["work"])
        ]
        site = f"http://127.0.0.1:{port}"
        self.stdout.write(
            self.style.SUCCESS(
                f"\n  Site        {site}/\n  Chinese     {site}/zh-hant/\n  English     {site}/en/\n"
                f"  Admin       {site}/admin/\n"
                f"  Accounts    admin, editor, translator, reviewer (the password of each: demo)\n"
                f"  Try         publish an article as editor; review it as translator under “Translations”\n"
                f"  Ctrl-C stops the server and the worker.\n"
            )
        )

        def stop(signum: int, frame: Any) -> None:
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, stop)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            _end(children)


def _refuse_a_port_in_use(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Stop what runs there, or choose another: make demo ARGS='--port 8001'"
            ) from error


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
