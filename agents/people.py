"""Who works here: found by permission, never by the name of a group."""

from django.contrib.auth.models import User

from agents.catalogues.site import WORK
from agents.models import Profile


def agents():
    """Active users who may work on tickets, by name."""
    return User.objects.with_perm(WORK).order_by("first_name", "username")


def profile_of(user: User) -> Profile:
    """Their preferences; the defaults until they save some."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)
