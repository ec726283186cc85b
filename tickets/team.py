"""Who answers: what they may do, by the names of their permissions, and what they are called."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

WORK_TICKETS = "tickets.work_tickets"
SUPERVISE_TICKETS = "tickets.supervise_tickets"
SEE_CATALOGUES = "tickets.view_process"
# Of Ticket; the groups that have them come with a migration of `agents`.
PERMISSIONS = (
    (WORK_TICKETS.removeprefix("tickets."), "Atiende solicitudes"),
    (SUPERVISE_TICKETS.removeprefix("tickets."), "Supervisa y recibe las promesas vencidas"),
)


def can_work(user: User | AnonymousUser) -> bool:
    """Whether they are an agent: found by permission, never by the name of a group."""
    return user.is_active and user.has_perm(WORK_TICKETS)


def can_supervise(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm(SUPERVISE_TICKETS)


def can_see_catalogues(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm(SEE_CATALOGUES)


def agents() -> QuerySet[User]:
    """Active users who may work on tickets, by name."""
    return User.objects.with_perm(WORK_TICKETS).order_by("first_name", "username")


def shown_name(user: User) -> str:
    """In full, for colleagues and the history."""
    return user.get_full_name() or user.username


def first_name(user: User) -> str:
    """As they sign to requesters, and in a narrow column."""
    return user.first_name or user.username
