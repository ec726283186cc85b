"""What a requester adds to a ticket from its page or from the survey."""

from datetime import datetime
from typing import Any

from django import forms

from tickets.forms.fields import LineField, ProseField
from tickets.forms.uploads import WithFiles
from tickets.intake import Received, receive_reply, sent_before
from tickets.models import Ticket
from tickets.models.message import Channel
from tickets.submission import Reply
from tickets.thanks import is_only_thanks


class ReplyForm(WithFiles):
    """A message with files. `still_fails`: they say that it is not solved, so it must say what fails."""

    body = ProseField(label="Tu mensaje", required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, ticket: Ticket, still_fails: bool = False, **kwargs) -> None:
        super().__init__(*args, owner=f"solicitud:{ticket.pk}:{ticket.requester_id}", **kwargs)
        self.ticket = ticket
        self.still_fails = still_fails
        if still_fails:
            self.fields["body"].label = "¿Qué sigue fallando?"
            self.fields["body"].widget.attrs["autofocus"] = not self.is_bound  # else the summary has it
            self.fields[
                "body"
            ].help_text = "Con detalle: qué hiciste, qué esperabas y qué viste. Una imagen ayuda mucho."

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if "body" in self.errors or any(self.file_errors.values()):
            return cleaned
        body = cleaned["body"]
        if not body and not self.own_files:
            self.add_error("body", "Cuéntanos qué sigue fallando." if self.still_fails else "Escribe tu mensaje.")
        elif self.still_fails and not self.own_files and is_only_thanks(body):
            self.add_error("body", "Eso suena a que ya quedó. Si no, cuéntanos qué sigue fallando.")
        return cleaned

    def reply(self, channel: Channel, *, further_information: bool = False) -> Reply:
        return Reply(
            by=self.ticket.requester, body=self.cleaned_data["body"], channel=channel, attempt=self.attempt,
            files=self.own_files, further_information=further_information,
        )  # fmt: skip

    def was_sent(self, channel: Channel) -> bool:
        """Whether this very reply is here already."""
        return sent_before(self.reply(channel)) is not None

    def send(self, *, now: datetime, channel: Channel, further_information: bool = False) -> Received:
        """Hand it in. The same text with the same files, sent twice, is one message."""
        received = receive_reply(self.ticket, self.reply(channel, further_information=further_information), now=now)
        self.forget_files()
        return received


class NewPersonForm(forms.Form):
    new_person = LineField(
        label="Nombre de quien lo usa ahora",
        longest=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Se lo pasamos a quien te atiende, para dirigirnos a la persona correcta.",
        error_messages={"required": "Escribe el nombre de la persona que usa ahora este correo."},
    )
