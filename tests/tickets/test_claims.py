"""Rows that several workers look for: each handled once, in order, whatever becomes of the others."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from tests.factories import make_requester
from tickets.claims import claim, claim_each
from tickets.models import LinkRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(now) -> list[LinkRequest]:
    return [LinkRequest.objects.ask(make_requester(now=now).email, now) for _ in range(4)]


def pending():
    return LinkRequest.objects.unpublished()


def test_each_is_handled_once_and_in_order(asked, now):
    handled = []

    first = claim_each(pending(), handled.append, announced_at=now)
    second = claim_each(pending(), handled.append, announced_at=now)

    assert (first, second) == (4, 0)
    assert handled == asked
    assert set(LinkRequest.objects.values_list("announced_at", flat=True)) == {now}


def test_one_that_fails_is_left_for_the_next_sweep_and_stops_no_other(asked, now, caplog):
    def stumble(row):
        row.mint(now)
        if row == asked[1]:
            raise ValueError("odd")

    assert claim_each(pending(), stumble, announced_at=now) == 3

    assert list(pending()) == [asked[1]]
    assert pending().get().token_hash == ""
    assert f"LinkRequest {asked[1].pk} failed" in caplog.text
    assert claim_each(pending(), lambda row: None, announced_at=now) == 1


def test_a_database_that_is_away_ends_the_run(asked, now):
    def lose(_row):
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        claim_each(pending(), lose, announced_at=now)

    assert pending().count() == 4


def test_what_comes_in_meanwhile_is_handled_too(asked, now):
    def ask_again(row):
        if row == asked[3]:
            LinkRequest.objects.ask("otra@agencia.test", now)

    assert claim_each(pending(), ask_again, announced_at=now) == 5


def test_what_is_not_ready_waits_until_it_is(asked, now):
    ready, handled = LinkRequest.objects.filter(pk__lt=asked[2].pk), []

    assert claim_each(pending(), handled.append, ready=ready, announced_at=now) == 2

    assert handled == asked[:2]
    assert list(pending()) == asked[2:]


def test_what_was_claimed_since_it_was_looked_for_is_not_claimed_again(asked, now):
    rows = LinkRequest.objects.filter(asked_at=now)

    with transaction.atomic():
        assert claim(rows, asked[0].pk, announced_at=now) == asked[0]
        assert claim(rows, asked[0].pk, announced_at=now + timedelta(minutes=1)) is None

    assert LinkRequest.objects.get(pk=asked[0].pk).announced_at == now


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one at a time: there is nothing to race for")
def test_what_another_worker_holds_is_passed_over(asked, now):
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT id FROM tickets_linkrequest WHERE id = %s FOR UPDATE", [asked[0].pk])
    try:
        assert claim_each(pending(), lambda row: None, announced_at=now) == 3
    finally:
        other.rollback()
        other.close()

    assert list(pending()) == [asked[0]]
