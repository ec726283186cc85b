"""What the people who answer are called."""

from django.contrib.auth.models import User


def shown_name(user: User) -> str:
    """In full, for colleagues and the history."""
    return user.get_full_name() or user.username


def first_name(user: User) -> str:
    """As they sign to requesters, and in a narrow column."""
    return user.first_name or user.username
