"""The examples of docs/deploy can be read, and name nothing that is not there."""

import ast
import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def names_read() -> set[str]:
    """The variables that cms/settings/environment.py reads."""
    tree = ast.parse((ROOT / "cms" / "settings" / "environment.py").read_text())
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env.")
    ]
    return {str(call.args[0].value) for call in calls if call.args and isinstance(call.args[0], ast.Constant)}


def unknown(names: set[str]) -> set[str]:
    return {name for name in names if name.removesuffix("_FILE") not in names_read() | {"DJANGO_SETTINGS_MODULE"}}


def commands(text: str) -> set[str]:
    return set(re.findall(r"manage\.py (\w+)", text))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_compose_sets_only_what_is_read_and_runs_only_what_there_is(compose: dict[str, Any]) -> None:
    ours = {name: each for name, each in compose["services"].items() if "build" in each}
    assert set(ours) == {"migrate", "web", "work", "celery"}
    for service in ours.values():
        assert unknown(set(service["environment"])) == set()
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert set(service["depends_on"]) <= set(compose["services"])
        assert commands(" ".join(service.get("command", []))) <= set(get_commands())
    used = {volume.split(":")[0] for each in compose["services"].values() for volume in each.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_the_environment_of_the_services_names_only_what_is_read() -> None:
    lines = (DEPLOY / "systemd" / "bilingual-cms.env").read_text().splitlines()
    assert unknown({line.lstrip("#").split("=")[0] for line in lines if "=" in line and "# " not in line}) == set()


@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_every_service_is_started_again_and_has_time_to_end(unit: Path) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text())
    assert parser["Service"]["Restart"] == "always"
    assert commands(parser["Service"]["ExecStart"]) <= set(get_commands())
    assert "web" in unit.name or int(parser["Service"]["TimeoutStopSec"]) >= 60


def test_cron_runs_only_what_there_is() -> None:
    text = (DEPLOY / "crontab").read_text()
    assert {"publish_scheduled", "update_index", "rebuild_references_index"} == commands(text) <= set(get_commands())


def test_the_image_copies_only_what_there_is() -> None:
    for line in re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE):
        assert [name for name in line.split() if not (ROOT / name).exists()] == []
