"""What the queue may be filtered by: allow-listed, kept in the address, ignored where it makes no sense."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User

from agents.queue.lists import BY_SLUG, DEFAULT, Place, SavedView
from tickets.models import Insurer, Process
from tickets.querysets import TicketQuerySet
from tickets.states import State
from tickets.team import agents, shown_name

MINE, NOBODY = "yo", "nadie"


class QueueFilter(forms.Form):
    """The query string of the queue. What it does not know, or cannot be, filters nothing."""

    vista = forms.ChoiceField(choices=[(slug, slug) for slug in BY_SLUG], required=False)
    q = forms.CharField(label="Buscar", max_length=200, required=False)
    estado = forms.ChoiceField(label="Estado", choices=[("", "Cualquiera"), *State.choices], required=False)
    proceso = forms.ModelChoiceField(Process.objects.all(), label="Proceso", empty_label="Cualquiera", required=False)
    aseguradora = forms.ModelChoiceField(
        Insurer.objects.all(), label="Aseguradora", empty_label="Cualquiera", required=False
    )
    asignada = forms.CharField(label="Asignada", max_length=20, required=False)

    def __init__(self, data, user: User) -> None:
        super().__init__(data)
        self.user = user
        self.team = list(agents())
        self.is_valid()
        self.chosen = self.cleaned_data

    @property
    def view(self) -> SavedView:
        """The saved view; a search without one looks everywhere."""
        slug = self.chosen.get("vista") or ("todas" if self.chosen.get("q") else DEFAULT.slug)
        return BY_SLUG[slug]

    def tickets(self, now: datetime) -> TicketQuerySet:
        tickets, chosen = self.view.tickets(self.user, now), self.chosen
        if chosen.get("q"):
            tickets = tickets.search(chosen["q"])
        if chosen.get("estado"):
            tickets = tickets.in_state(State(chosen["estado"]))
        if chosen.get("proceso"):
            tickets = tickets.filter(process=chosen["proceso"])
        if chosen.get("aseguradora"):
            tickets = tickets.filter(insurer=chosen["aseguradora"])
        if who := chosen.get("asignada"):
            tickets = tickets.filter(assignee=self._assignee(who))
        return tickets

    def _assignee(self, who: str) -> int | None:
        return self.user.pk if who == MINE else None if who == NOBODY else int(who)

    def clean_asignada(self) -> str:
        who = self.cleaned_data["asignada"]
        known = {"", MINE, NOBODY} | {str(agent.pk) for agent in self.team}
        if who not in known:
            raise forms.ValidationError("Elige a alguien del equipo.")
        return who

    @property
    def assignees(self) -> list[tuple[str, str]]:
        team = [(str(agent.pk), shown_name(agent)) for agent in self.team if agent.pk != self.user.pk]
        return [("", "Cualquiera"), (MINE, "Yo"), (NOBODY, "Nadie"), *team]

    @property
    def narrowing(self) -> dict[str, str]:
        """What is filtered beyond the view, as it stands in the address."""
        return {
            name: str(getattr(value, "pk", value)) for name, value in self.chosen.items() if value and name != "vista"
        }

    def address(self, place: Place | None = None) -> str:
        """The query string of this very list, from `place` on."""
        parts = {"vista": self.view.slug} | self.narrowing
        return urlencode(parts | ({"despues": str(place)} if place else {}))
