"""Nobody but TicketEvent itself touches its `data`: everybody else reads facts, snapshot and before.

Read from the source. Bound forms have a `data` too, which their own methods and templates read: a name that is never
an event's is let through.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets", "tests")
INSIDE = {"tickets/models/event.py", "tests/notifications/test_every_event.py"}  # the second breaks one on purpose
OTHERS = {
    "form",
    "script",
    "key",
    "bound",
    "packed_object",
    "packed_file",
}  # a form's, a mail server's, a selector's, of winmail.dat


def offences(source: str, *, in_form: bool = False) -> list[int]:
    """Line numbers where the data of what may be an event is read, written or asked for."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if _touches(node, in_form)})


def _touches(node: ast.AST, in_form: bool) -> bool:
    if isinstance(node, ast.Attribute) and node.attr == "data":
        owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
        return owner not in (OTHERS | {"self"} if in_form else OTHERS)
    if isinstance(node, ast.keyword) and node.arg:
        return node.arg.startswith("data__") or "events__data" in node.arg
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "events__data" in node.value


def test_nobody_else_touches_the_data_of_an_event():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if not {"migrations", "house"} & set(path.parts) and str(path.relative_to(ROOT)) not in INSIDE
        for line in offences(path.read_text(), in_form=_is_form(path))
    ]

    assert found == []


def test_no_template_reads_it_either():
    found = [path for path in (ROOT / "templates").rglob("*.*") if re.search(r"\bevent\.data\b", path.read_text())]

    assert found == []


def _is_form(path: Path) -> bool:
    return "forms" in path.parts or path.name in ("forms.py", "form.py", "bulk.py")


def test_the_files_named_here_really_touch_it():
    assert all(offences((ROOT / path).read_text()) for path in INSIDE)


@pytest.mark.parametrize(
    "source",
    [
        "event.data['why']",
        "ticket.events.last().data.get('why')",
        "merging.data['before']['round']",
        "event.data = {}",
        "TicketEvent.objects.filter(data__facts__why='')",
        "Ticket.objects.filter(events__data__facts__why='')",
        "Ticket.objects.order_by('events__data__at')",
    ],
)
def test_it_finds_each_way_past_the_facts(source):
    assert offences(source) == [1]


@pytest.mark.parametrize(
    "source", ["event.facts.why", "form.data.get('email')", "data['email']", "form.cleaned_data['email']"]
)
def test_it_leaves_facts_and_forms_alone(source):
    assert offences(source) == []
