"""What the small forms of a ticket's page have in common."""

from datetime import datetime, timedelta

from django import forms

from tickets.models import Ticket

LOCAL = "%Y-%m-%dT%H:%M"  # the format of datetime-local
FARTHEST = timedelta(days=366)


class MomentField(forms.DateTimeField):
    """A moment to come, in TIME_ZONE."""

    def __init__(self, **kwargs) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        messages = {"required": "Elige día y hora.", "invalid": "Elige día y hora."}
        super().__init__(input_formats=[LOCAL], widget=widget, error_messages=messages, **kwargs)


def check_ahead(moment: datetime | None, now: datetime) -> None:
    if moment and moment <= now:
        raise forms.ValidationError("Esa fecha ya pasó. Elige una posterior.")
    if moment and moment > now + FARTHEST:
        raise forms.ValidationError("Es demasiado lejos: elige una fecha dentro de un año.")


class TicketForm(forms.Form):
    """A form about one ticket, filled with what stands there."""

    def __init__(self, data=None, *, ticket: Ticket, now: datetime) -> None:
        super().__init__(data, initial=self.standing(ticket), auto_id=f"{type(self).__name__.lower()}_%s")
        self.ticket, self.now = ticket, now

    @property
    def problem(self) -> str:
        """What to show above the page; nothing where the form shows its own errors."""
        return ""

    @property
    def changed_data(self) -> list[str]:
        """What was sent and differs from what stands: a field that the POST leaves out is not an empty one."""
        return [name for name in super().changed_data if name not in self._left_out]

    def clean(self) -> dict:
        standing = {name: getattr(self.ticket, name) for name in self._left_out if hasattr(self.ticket, name)}
        super().clean()
        return self.cleaned_data | standing

    @property
    def _left_out(self) -> set[str]:
        fields = self.fields.items()
        return {name for name, field in fields if field.widget.value_omitted_from_data(self.data, self.files, name)}

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        return {}
