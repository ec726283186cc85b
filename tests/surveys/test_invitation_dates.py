"""When a round's invitation is mailed, and whether it still means something."""

from datetime import timedelta

import pytest

from surveys.models import Invitation
from tests.factories import make_ticket, receive_reply
from tickets.states import CloseReason, State

HOUR = timedelta(hours=1)


@pytest.fixture
def solved(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)


def invite(ticket, now, mail_at=None):
    return Invitation.objects.for_round(ticket.rounds.get(number=ticket.round_number), now=now, mail_at=mail_at)


def test_a_closing_mails_at_once_what_the_solution_would_have_mailed_later(solved, now):
    invite(solved, now, mail_at=now + HOUR)

    invitation = invite(solved, now, mail_at=now + HOUR / 2)

    invitation.refresh_from_db()
    assert invitation.mail_at == now + HOUR / 2
    assert Invitation.objects.count() == 1


def test_a_second_solution_of_the_same_round_starts_the_delay_anew(solved, agent, now):
    invite(solved, now, mail_at=now + HOUR)
    solved.bounce(why="550", now=now + HOUR / 2)
    due_while_working = Invitation.objects.to_mail(now + HOUR).exists()
    solved.resolve("Ahora sí.", by=agent, now=now + 3 * HOUR)

    invite(solved, now + 3 * HOUR, mail_at=now + 4 * HOUR)

    assert not due_while_working
    assert not Invitation.objects.to_mail(now + 3 * HOUR).exists()
    assert Invitation.objects.to_mail(now + 4 * HOUR).exists()


def test_a_mail_that_was_decided_on_is_not_dated_again(solved, now):
    invitation = invite(solved, now, mail_at=now)
    Invitation.objects.filter(pk=invitation.pk).update(decided_at=now)

    invite(solved, now, mail_at=now + HOUR)

    invitation.refresh_from_db()
    assert invitation.mail_at == now


def test_looking_at_the_scores_sets_no_date(solved, now):
    invite(solved, now, mail_at=now + HOUR)

    assert invite(solved, now).mail_at == now + HOUR


def test_a_reopening_voids_it_and_a_restored_solution_makes_it_valid_again(solved, requester, agent, now):
    invitation = invite(solved, now, mail_at=now)
    receive_reply(solved, by=requester, body="Era para otra persona, perdón", now=now)
    void = Invitation.objects.get().is_valid, Invitation.objects.to_mail(now).exists()

    solved.restore(by=agent, now=now)

    assert void == (False, False)
    assert Invitation.objects.get().is_valid
    assert list(Invitation.objects.to_mail(now)) == [invitation]


@pytest.mark.parametrize("how", ["answered", "spam", "merged"])
def test_nobody_is_invited_who_answered_or_whose_ticket_is_spam_or_merged(how, solved, requester, agent, now):
    invitation = invite(solved, now, mail_at=now)

    if how == "answered":
        invitation.answer_with(5, now)
    elif how == "spam":
        solved.close(by=agent, now=now, reason=CloseReason.SPAM)
    else:
        solved.merge_into(make_ticket(requester=requester, now=now), by=agent, now=now)

    assert not Invitation.objects.to_mail(now).exists()
