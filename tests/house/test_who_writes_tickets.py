"""Nobody but the verbs of Ticket and the intake assigns a ticket's state, close reason or clock: read from the source.

Clock names belong to Ticket and Round alone, so any assignment of one elsewhere is found. `state` also names the state
of mails and of the spool: assigning it counts when the target is called a ticket, or the value is a State of tickets.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets")
INSIDE = {
    *(
        f"tickets/models/verbs/{name}.py"
        for name in ("base", "agent", "requester", "clock", "details", "suspicion", "merged")
    ),
    "tickets/intake.py",
}
CLOCKS = {
    "close_reason", "merged_into", "merged_into_id", "state_since", "round_number", "first_response_due_at",
    "auto_close_at", "reminder_due_at", "held_for_review_at", "next_update_at", "next_update_missed_at", "risk_at",
    "postponed_by_requester",
}  # fmt: skip
WRITERS = {
    "update", "create", "get_or_create", "update_or_create", "acreate", "aupdate", "aupdate_or_create", "bulk_create",
    "Ticket",
}  # fmt: skip
STATES = {"ABIERTA", "EN_ESPERA", "EN_CLIENTE", "RESUELTO", "CERRADO"}
STORED = {name.lower() for name in STATES}


def offences(source: str) -> list[int]:
    """Line numbers where a ticket's state, close reason or clock is written."""
    tree = ast.parse(source)
    return sorted({node.lineno for node in ast.walk(tree) if _writes(node)})


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(_is_protected(target, node.value) for target in node.targets)
    if isinstance(node, ast.AugAssign):
        return _is_protected(node.target, node.value)
    if isinstance(node, ast.AnnAssign):
        return node.value is not None and _is_protected(node.target, node.value)
    if isinstance(node, ast.For | ast.comprehension):
        return _is_protected(node.target, None)
    if isinstance(node, ast.withitem):
        return node.optional_vars is not None and _is_protected(node.optional_vars, None)
    if isinstance(node, ast.Delete):
        return any(_is_protected(target, None) for target in node.targets)
    return isinstance(node, ast.Call) and _call_writes(node)


def _is_protected(target: ast.expr, value: ast.expr | None) -> bool:
    """Whether assigning `value` to `target` writes a ticket; a tuple is looked at part by part."""
    if isinstance(target, ast.Tuple | ast.List):
        values = value.elts if isinstance(value, ast.Tuple | ast.List) else [None] * len(target.elts)
        values = values if len(values) == len(target.elts) else [None] * len(target.elts)
        return any(map(_is_protected, target.elts, values))
    if isinstance(target, ast.Starred):
        return _is_protected(target.value, None)
    if isinstance(target, ast.Subscript):  # ticket.__dict__["state"] = …
        of_dict = isinstance(target.value, ast.Attribute) and target.value.attr == "__dict__"
        return of_dict and _is_name(target.slice, CLOCKS | {"state"})
    if not isinstance(target, ast.Attribute):
        return False
    return target.attr in CLOCKS or (target.attr == "state" and (_is_ticket(target.value) or _is_state(value)))


def _call_writes(call: ast.Call) -> bool:
    name = _called(call)
    if name in ("setattr", "__setattr__"):
        named = [arg for arg in call.args if _is_name(arg, CLOCKS | {"state"})]
        return any(arg.value in CLOCKS for arg in named) or (bool(named) and _is_ticket(call.args[0]))
    if name in ("bulk_update", "abulk_update"):
        of_ticket = _mentions_ticket(call.func)
        fields = [*call.args, *(keyword.value for keyword in call.keywords)]
        names = {leaf.value for arg in fields for leaf in ast.walk(arg) if isinstance(leaf, ast.Constant)}
        return bool(names & CLOCKS) or ("state" in names and of_ticket)
    if name in WRITERS:
        return any(_keyword_writes(call, keyword) for keyword in call.keywords)
    return False


def _keyword_writes(call: ast.Call, keyword: ast.keyword) -> bool:
    if keyword.arg in ("defaults", "create_defaults") or keyword.arg is None:  # **{…} too
        if not isinstance(keyword.value, ast.Dict):
            return False
        pairs = zip(keyword.value.keys, keyword.value.values, strict=True)
        return any(
            _is_name(key, CLOCKS) or (_is_name(key, {"state"}) and (_is_state(value) or _mentions_ticket(call.func)))
            for key, value in pairs
        )
    if keyword.arg == "state":
        return _is_state(keyword.value) or _called(call) == "Ticket" or _mentions_ticket(call.func)
    return keyword.arg in CLOCKS


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_name(node: ast.expr | None, names: set[str]) -> bool:
    return isinstance(node, ast.Constant) and node.value in names


def _is_ticket(node: ast.expr) -> bool:
    name = getattr(node, "attr", getattr(node, "id", ""))
    return name in ("ticket", "other", "last") or "ticket" in name


def _mentions_ticket(node: ast.expr) -> bool:
    names = [getattr(leaf, "attr", getattr(leaf, "id", "")) for leaf in ast.walk(node)]
    return any(name in ("Ticket", "tickets", "ticket") for name in names)


def _is_state(node: ast.expr | None) -> bool:
    """`State.X`, or the text it is stored as."""
    if isinstance(node, ast.Attribute):
        return node.attr in STATES
    return _is_name(node, STORED)


def sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_nobody_else_assigns_a_state_a_close_reason_or_a_clock():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        if str(path.relative_to(ROOT)) not in INSIDE
        for line in offences(path.read_text())
    ]

    assert found == []


def test_the_files_named_here_exist_and_really_write():
    assert all(offences((ROOT / path).read_text()) for path in ("tickets/models/verbs/base.py", "tickets/intake.py"))
    assert all((ROOT / path).exists() for path in INSIDE)


@pytest.mark.parametrize(
    "source",
    [
        "ticket.state = x",
        "self.ticket.state = x",
        "row.state = State.CERRADO",
        "row.state = 'cerrado'",
        "a, ticket.state = 1, x",
        "row.first_response_due_at = None",
        "row.auto_close_at += delta",
        "row.reminder_due_at: datetime = now",
        "for row.auto_close_at in moments: pass",
        "del ticket.state",
        "ticket.__dict__['state'] = x",
        "Ticket.objects.filter(pk=1).update(state=x)",
        "self.filter(pk=1).update(state=State.CERRADO)",
        "self.filter(pk=1).update(auto_close_at=None)",
        "rows.update(**{'close_reason': ''})",
        "Ticket.objects.update_or_create(pk=1, defaults={'state': x})",
        "Ticket.objects.create(state=x)",
        "Ticket(state=x)",
        "Ticket.objects.bulk_update(rows, ['state'])",
        "objects.bulk_update(rows, fields=['risk_at'])",
        "setattr(ticket, 'state', x)",
        "setattr(row, 'auto_close_at', x)",
        "object.__setattr__(row, 'close_reason', x)",
    ],
)
def test_it_finds_each_way_to_write_around_the_verbs(source):
    assert offences(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "email.state = EmailState.PENDING",
        "spooled.state = SpoolState.PROCESSED",
        "Email.objects.filter(pk=1).update(state=EmailState.SENDING, leased_until=now)",
        "SpooledMessage.objects.create(state=SpoolState.PENDING)",
        "Email.objects.bulk_update(emails, ['state'])",
        "Ticket.objects.filter(state=State.CERRADO, auto_close_at__lte=now)",
        "state = State.ABIERTA",
        "auto_close_at = now",
        "if ticket.state == State.ABIERTA: pass",
        "data.update(subject=1)",
        "ticket.subject = 'x'",
        "Round.objects.filter(pk=1).update(warned_at=now)",
    ],
)
def test_it_leaves_other_models_and_readers_alone(source):
    assert offences(source) == []
