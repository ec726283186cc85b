"""Who of the team gets internal mail, by permission and never by group."""

from django.contrib.auth.models import User

from notifications.models import Preference
from tickets.team import SUPERVISE_TICKETS, WORK_TICKETS


class Team:
    """The active members with an address, read once for a whole digest."""

    def __init__(self) -> None:
        away = set(Preference.objects.filter(away=True).values_list("user", flat=True))
        everyone = {perm: self._with(perm) for perm in (WORK_TICKETS, SUPERVISE_TICKETS)}
        # With the whole team away, the whole team gets it: nobody would be worse.
        self._here = {
            perm: {user.pk: user for user in people if user.pk not in away} or {user.pk: user for user in people}
            for perm, people in everyone.items()
        }

    def _with(self, permission: str) -> list[User]:
        return list(User.objects.with_perm(permission).filter(is_active=True).exclude(email="").order_by("pk"))

    def for_warning(self, assignee_id: int | None) -> list[User]:
        """The assignee; all agents when there is none, or they are away."""
        agents = self._here[WORK_TICKETS]
        return [agents[assignee_id]] if assignee_id in agents else list(agents.values())

    def for_breach(self, assignee_id: int | None) -> list[User]:
        """The assignee and the supervisors; all agents when there is neither."""
        people = dict(self._here[SUPERVISE_TICKETS])
        if assignee_id in self._here[WORK_TICKETS]:
            people[assignee_id] = self._here[WORK_TICKETS][assignee_id]
        return list(people.values()) or list(self._here[WORK_TICKETS].values())
