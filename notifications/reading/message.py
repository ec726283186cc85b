"""What one inbound mail says, whichever channel it came through."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InboundAttachment:
    filename: str
    content_type: str  # as the sender declared it; never trusted for serving
    content: bytes
    content_id: str = ""  # without <>
    inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[str, ...]
    status: str  # enhanced code, such as "5.1.1"; "" when the server gave none
    reason: str  # the server's words, in its own language
    original_message_id: str  # without <>; "" when the returned message is missing
    permanent: bool  # False while the server still tries; a 4.x.x that it gave up on is as final as a 5.x.x

    @property
    def explanation(self) -> str:
        """Why, in the server's words."""
        code = f"{self.status}: " if self.status and self.status not in self.reason else ""
        return f"{code}{self.reason or 'El servidor no dijo por qué.'}"[:500]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    message_id: str = ""  # without <>; "" when missing: the pipeline then takes the hash
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    from_name: str = ""
    from_email: str = ""
    reply_to: str = ""
    recipients: tuple[str, ...] = ()  # every header an MTA may leave our reply token in, lower case
    cc: tuple[str, ...] = ()
    date: dt.datetime | None = None  # aware
    text: str = ""  # everything that was written, quotations included
    html: str = ""  # as received: only `markup.clean.clean_html` makes it fit to show
    reply_text: str = ""
    attachments: tuple[InboundAttachment, ...] = ()
    automatic_reason: str = ""  # of its header or structure, in Spanish; "" where a person may have written it
    suspected_reason: str = ""  # of its words alone, in Spanish: a person decides
    bounce: Bounce | None = None
    own_loop: bool = False
    no_answer: bool = False
    is_away: bool = False  # an out-of-office, with or without a date
    returns_on: dt.date | None = None  # read from an out-of-office
    is_forward: bool = False

    @property
    def has_html(self) -> bool:
        return bool(self.html)

    @property
    def is_automatic(self) -> bool:
        return bool(self.automatic_reason)

    @property
    def may_be_automatic(self) -> bool:
        """A machine's, or with a machine's words."""
        return self.is_automatic or bool(self.suspected_reason)

    @property
    def is_bounce(self) -> bool:
        return self.bounce is not None
