"""Keys in addresses and forms, and pages that go on from one."""

import pytest

from tests.factories import make_ticket
from tickets.keys import KeyPage, key_in
from tickets.models import Ticket


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 7", "٣", "x", "9" * 19, "1" * 4400])
def test_what_no_column_holds_is_no_key(text):
    assert key_in(text) is None


def test_a_key_is_read_whole():
    assert (key_in("0"), key_in("0042"), key_in("9" * 18)) == (0, 42, 10**18 - 1)


@pytest.mark.django_db
def test_pages_go_on_from_the_last_row_whatever_came_meanwhile(requester, now):
    first, second, third = (make_ticket(requester=requester, now=now) for _ in range(3))

    newest = KeyPage.older_than("", Ticket.objects.all(), 2)
    make_ticket(requester=requester, now=now)
    rest = KeyPage.older_than(f"{newest.last.pk}", Ticket.objects.all(), 2)

    assert (newest.rows, newest.last) == ([third, second], second)
    assert (rest.rows, rest.last) == ([first], None)
