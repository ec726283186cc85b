"""A permission is spelled in one place, tickets/team.py: everybody else asks it by name."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets")
HOME = "tickets/team.py"
PERMISSION = re.compile(r"(tickets\.)?(work|supervise)_tickets|\w+\.(view|add|change|delete)_[a-z]+")
TEMPLATE_PERMISSION = re.compile(r"\bperms\.\w+")


def spelled(source: str) -> list[int]:
    """Line numbers of strings that name a permission, of ours or of Django."""
    tree = ast.parse(source)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return sorted({node.lineno for node in strings if PERMISSION.fullmatch(node.value)})


def sources() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) != HOME
    ]


def test_no_permission_is_spelled_outside_its_home():
    found = [f"{path.relative_to(ROOT)}:{line}" for path in sources() for line in spelled(path.read_text())]

    assert found == []


def test_no_template_asks_for_a_permission_by_its_spelling():
    pages = (ROOT / "templates").rglob("*.html")

    assert [page.name for page in pages if TEMPLATE_PERMISSION.search(page.read_text())] == []


def test_its_home_spells_them():
    assert len(spelled((ROOT / HOME).read_text())) >= 3


@pytest.mark.parametrize(
    "text", ["tickets.work_tickets", "supervise_tickets", "tickets.view_process", "auth.change_user"]
)
def test_it_finds_each_way_to_spell_one(text):
    assert spelled(f"user.has_perm('{text}')") == [1]
