"""A kind of mail is a `MailKind` everywhere but in templates and in the tests that say what it must be."""

import ast
from collections.abc import Iterator
from pathlib import Path

from notifications.kinds import AutoSubmitted, MailKind
from tickets.models.message import Kind

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "notifications" / "kinds.py"
HERE = {*MailKind, *filter(None, AutoSubmitted)}
ABOVE = HERE - set(Kind.values)  # agents speak of messages too, and a call is both: «llamada»


def bare_kinds(source: str, kinds: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in kinds:
            yield f"{node.lineno}: {node.value!r}"


def modules_of(app: str) -> Iterator[Path]:
    return (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts and path != HOME)


def test_no_module_spells_a_kind_of_mail_by_hand():
    found = {
        f"{path.relative_to(ROOT)}:{place}"
        for app, kinds in (("notifications", HERE), ("agents", ABOVE), ("segusoporte", ABOVE))
        for path in modules_of(app)
        for place in bare_kinds(path.read_text(), kinds)
    }

    assert found == set()


def test_a_kind_spelt_by_hand_would_be_noticed():
    assert list(bare_kinds('write(kind="acuse", label="Acuse")', HERE)) == ["1: 'acuse'"]
