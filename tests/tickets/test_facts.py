"""What an event tells: one dataclass an action, written as JSON and read back the same, moments as moments."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_ticket
from tickets.event_kinds import LABELS
from tickets.facts import BY_ACTION, Before, Facts, Replied, Snapshot
from tickets.states import Action, State

MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
VALUES = {
    str: st.text(), int: st.integers(), bool: st.booleans(), datetime: MOMENTS, tuple[str, ...]: st.lists(st.text()).map(tuple),
    datetime | None: st.none() | MOMENTS, int | None: st.none() | st.integers(),
}  # fmt: skip


def some(kind: type) -> st.SearchStrategy:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: VALUES[hints[field.name]] for field in dataclasses.fields(kind)})


def leaves(kind: type) -> list[type]:
    below = kind.__subclasses__()
    return [leaf for one in below for leaf in leaves(one)] if below else [kind]


def test_every_action_and_every_kind_of_event_has_exactly_one():
    actions = [kind.action for kind in leaves(Facts)]

    assert sorted(actions) == sorted(LABELS)
    assert {kind.action: kind for kind in leaves(Facts)} == BY_ACTION


def test_none_of_them_can_be_changed():
    for kind in (*BY_ACTION.values(), Snapshot, Before):
        assert kind.__dataclass_params__.frozen, kind


def test_what_an_action_tells_has_no_name_of_the_ticket_as_it_stood():
    """One thing has one name, and one name is one thing. `subject` is the other ticket's, beside its folio."""
    then = {field.name for field in dataclasses.fields(Snapshot)} - {"subject", "questions"}

    for kind in BY_ACTION.values():
        assert not then & {field.name for field in dataclasses.fields(kind)}, kind


@pytest.mark.parametrize("kind", [*BY_ACTION.values(), Snapshot, Before], ids=lambda kind: kind.__name__)
def test_each_is_read_back_as_it_was_written(kind):
    @given(some(kind))
    def read_back(facts):
        stored = json.loads(json.dumps(facts.to_json()))

        assert kind.from_json(stored) == facts

    read_back()


def test_a_field_added_later_is_read_from_earlier_events_by_its_default():
    assert BY_ACTION[Action.SUBMIT].from_json({}).no_answer is False


def test_a_field_without_a_default_must_be_there():
    with pytest.raises(TypeError):
        BY_ACTION[Action.BOUNCE].from_json({"email_id": 1})


@pytest.mark.django_db
def test_an_event_keeps_what_was_told_the_ticket_and_where_it_came_from(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.reply("Lo vemos.", by=agent, now=now)

    event = ticket.events.last()
    assert event.facts == Replied()
    assert (event.snapshot.text, event.snapshot.email, event.snapshot.due_at) == ("Lo vemos.", requester.email, None)
    assert (event.snapshot.actor_name, event.snapshot.agent_name) == (event.actor_name, agent.first_name)
    assert (event.from_state, event.before.due_at) == (State.ABIERTA, ticket.current_round.due_at)
