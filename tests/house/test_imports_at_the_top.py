"""Imports stand at the top of their file: one inside a function would hide a cycle from the ladder and from readers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets")
# File and imported module → why it cannot stand at the top.
REASONS = {
    ("segusoporte/apps.py", "segusoporte"): "Django: nothing with models is imported before the apps are ready",
    ("notifications/apps.py", "notifications"): "Django: nothing with models is imported before the apps are ready",
    ("notifications/apps.py", "tickets.signals"): "Django: nothing with models is imported before the apps are ready",
}


def inside_functions(source: str) -> Iterator[str]:
    """The modules of ours that a function imports."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    nodes = {id(node): node for function in functions for node in ast.walk(function)}
    for node in nodes.values():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in APPS)
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] in APPS):
            yield "." * node.level + (node.module or "")


def found() -> set[tuple[str, str]]:
    files = [path for app in (*APPS, "bench") for path in sorted((ROOT / app).rglob("*.py"))]
    return {(str(path.relative_to(ROOT)), name) for path in files for name in inside_functions(path.read_text())}


def test_no_function_imports_a_module_of_ours_without_a_reason():
    assert found() - REASONS.keys() == set()


def test_no_reason_outlives_its_import():
    assert REASONS.keys() - found() == set()


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("import tickets.models", "tickets.models"),
        ("from agents.urls import PAGES", "agents.urls"),
        ("from agents import urls", "agents"),
        ("from . import spool", "."),
        ("from .spool import keep", ".spool"),
    ],
)
def test_it_finds_each_way_to_import(line, module):
    assert list(inside_functions(f"def f():\n    if True:\n        {line}\n")) == [module]


def test_it_leaves_the_top_of_a_file_and_other_peoples_modules_alone():
    assert list(inside_functions("import agents\n\ndef f():\n    import redis\n    from django import forms\n")) == []
