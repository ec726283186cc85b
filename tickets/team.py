"""The people who answer: what they may do, by permission and never by group, and what they are called."""

from django.contrib.auth.models import User

WORK_TICKETS = "tickets.work_tickets"
SUPERVISE_TICKETS = "tickets.supervise_tickets"


def shown_name(user: User) -> str:
    """In full, for colleagues and the history."""
    return user.get_full_name() or user.username


def first_name(user: User) -> str:
    """As they sign to requesters, and in a narrow column."""
    return user.first_name or user.username
