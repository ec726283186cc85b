"""Two vocabularies say what an event is: the actions that move a ticket, and the kinds that move nothing."""

from tickets.event_kinds import LABELS, EventKind
from tickets.models import Draft, TicketEvent
from tickets.states import Action


def test_no_word_stands_in_both():
    assert not set(Action.values) & set(EventKind.values)
    assert set(LABELS) == {*Action.values, *EventKind.values}


def test_a_new_one_needs_no_migration():
    assert TicketEvent._meta.get_field("action").choices is None
    assert Draft._meta.get_field("verb").choices is None


def test_each_fits_its_column():
    assert max(map(len, LABELS)) <= TicketEvent._meta.get_field("action").max_length
