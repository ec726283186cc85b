"""What mypy is told: the strict modules are still there, and what it must not look at says why."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets")
IGNORED = re.compile(r"# type: ignore(?P<code>\[[a-z-]+\])?(?P<reason>  # \w.*)?$")
STRICT_FLAG = "disallow_untyped_defs"


def strict_modules() -> list[str]:
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    return [module for override in overrides if override.get(STRICT_FLAG) for module in override["module"]]


def file_of(module: str) -> Path:
    path = ROOT / module.removesuffix(".*").replace(".", "/")
    return path / "__init__.py" if module.endswith(".*") else path.with_suffix(".py")


def test_a_strict_module_that_moved_is_strict_under_its_new_name():
    assert [module for module in strict_modules() if not file_of(module).exists()] == []
    core = {"tickets.states", "tickets.facts", "tickets.calendars", "tickets.tokens", "notifications.reading.*"}
    assert core <= set(strict_modules())


def test_a_type_that_is_not_looked_at_names_its_error_and_its_reason():
    unexplained = [
        f"{path.relative_to(ROOT)}:{number}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "type: ignore" in line and not ((found := IGNORED.search(line)) and found["code"] and found["reason"])
    ]
    assert unexplained == []
