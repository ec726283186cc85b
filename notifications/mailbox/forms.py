"""What one may write in the built-in mailbox, as anybody."""

from datetime import datetime

from notifications.inbound import spool
from notifications.models import SpooledMessage
from notifications.models.spool import InboundChannel
from tickets.forms.fields import AddressField, LineField, ProseField
from tickets.forms.uploads import WithFiles

from . import compose
from .reading import OpenedMail


class _Writing(WithFiles):
    """A mail by anybody, with files; it goes through the real inbound pipeline."""

    sender = AddressField(error_messages={"required": "Escribe desde qué correo sale."})
    name = LineField(label="Nombre", longest=120, required=False)
    body = ProseField(error_messages={"required": "Escribe el mensaje."})

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, owner="buzon", **kwargs)
        del self.fields["screenshot"]
        self.fields["attachments"].label = "Adjuntar archivos"

    def keep(self, raw: bytes, now: datetime) -> SpooledMessage:
        row = spool.keep(raw, channel=InboundChannel.MAILBOX, mailbox=compose.MAILBOX, now=now)
        self.forget_files()
        return row

    def as_written(self) -> dict:
        cleaned = self.cleaned_data
        return {"sender": cleaned["sender"], "name": cleaned["name"], "files": self.kept, "attempt": self.attempt}


class ReplyForm(_Writing):
    field_order = ["sender", "name", "body", "attachments"]

    def __init__(self, *args, mail: OpenedMail, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.mail = mail
        self.fields["sender"].label = "Responder desde"
        self.fields["sender"].help_text = "Cámbialo para escribir como un colega."
        self.fields["body"].label = "Tu respuesta"
        self.fields["body"].widget.attrs["rows"] = 6

    def send(self, now: datetime) -> SpooledMessage:
        return self.keep(compose.reply(self.mail, self.cleaned_data["body"], now=now, **self.as_written()), now)


class LetterForm(_Writing):
    subject = LineField(label="Asunto", longest=200, required=False)
    field_order = ["sender", "name", "subject", "body", "attachments"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].label = "De"
        self.fields["body"].label = "Mensaje"
        self.fields["body"].widget.attrs["rows"] = 10

    def send(self, now: datetime) -> SpooledMessage:
        subject, body = self.cleaned_data["subject"], self.cleaned_data["body"]
        return self.keep(compose.letter(subject, body, now=now, **self.as_written()), now)
