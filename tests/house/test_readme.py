"""The README tells everything that can be set and everything we depend on, and nothing that is gone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
READS = re.compile(
    r"""\b(?:env\.\w+|words|listed|hosts|networks|choice|switch|duration|port|address|service_urls?|mailbox_urls)\(\s*"([A-Z_]+)\""""
)
OF_COMPOSE = {"POSTGRES_PASSWORD"}  # read by docker-compose.yml alone


def settings_read() -> set[str]:
    return set(READS.findall((ROOT / "segusoporte" / "settings.py").read_text(encoding="utf-8")))


def rows(heading: str) -> dict[str, str]:
    """The table beneath a heading of the README: first cell → the whole row."""
    _, found, rest = README.partition(f"\n## {heading}\n")
    assert found, f"README.md has no section «{heading}»"
    section = rest.partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return {name: line for line in lines for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def requirements() -> list[str]:
    lines = (ROOT / "requirements.in").read_text().splitlines() + (
        ROOT / "requirements-dev.in"
    ).read_text().splitlines()
    return [re.match(r"[A-Za-z0-9-]+", line)[0] for line in lines if line and line[0] not in "#-"]


def test_the_reader_of_this_test_finds_settings():
    assert {"DEBUG", "DATABASE_URL", "REDIS_URL", "SWEEP_EVERY", "PORT", "CALENDAR"} <= settings_read()


def test_every_setting_has_a_row_and_every_row_a_setting():
    assert rows("Configuración").keys() == settings_read()


def test_every_setting_stands_in_the_example_and_nothing_else():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.M)) == settings_read() | OF_COMPOSE


@pytest.mark.parametrize("name", requirements())
def test_every_dependency_has_its_reason(name):
    row = rows("Dependencias").get(name)

    assert row is not None, f"{name} has no row in README.md"
    assert len(row.split("|")[2].strip()) > 20, f"{name} has no reason"


def test_no_dependency_that_is_gone_keeps_its_row():
    assert rows("Dependencias").keys() == set(requirements())


def test_every_file_the_readme_points_to_exists():
    targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", README)

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
