"""What one inbound mail says, whichever channel it came through."""

import datetime as dt
from dataclasses import dataclass, replace

from notifications.reading.quotes.parts import Part, Stretch


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
class Invitation:
    """An event that somebody invites us to. A moment without a zone is local; a date is a whole day."""

    summary: str = ""
    starts: dt.datetime | dt.date | None = None
    ends: dt.datetime | dt.date | None = None
    place: str = ""
    description: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class InboundMessage:
    message_id: str = ""  # without <>; "" when missing: the pipeline then takes the hash
    resent_of: str = ""  # the Message-ID of the mail that Exchange says this is a copy of, without <>
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    from_name: str = ""
    from_email: str = ""
    is_of_nobody: bool = False  # programs read different addresses in its From: then it has none
    is_rewritten: bool = False  # its From was a group's or a form's: another field names the writer, and proves nothing
    writers: tuple[tuple[str, str], ...] = ()  # (name, address) of those other fields, the first to be believed
    list_addresses: tuple[str, ...] = ()  # of the list or group by which it came, lower case
    authentication_results: tuple[str, ...] = ()  # as they came, the last server's first
    reply_to: str = ""
    recipients: tuple[str, ...] = ()  # every header an MTA may leave our reply token in, lower case
    copied: tuple[tuple[str, str], ...] = ()  # (name, address) of its Cc
    date: dt.datetime | None = None  # aware
    text: str = ""  # everything that was written, quotations included
    html: str = ""  # as received: never shown
    shown_html: str = ""  # cleaned by the isolated reader; its pictures are `cid:` and their place in `attachments`
    reply_text: str = ""  # what is left if everything that was proposed of it holds
    parts: tuple[Stretch, ...] = ()  # all of it, in order, with what is proposed of each stretch
    attachments: tuple[InboundAttachment, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    automatic_reason: str = ""  # of its header or structure, in Spanish; "" where a person may have written it
    suspected_reason: str = ""  # of its words alone, in Spanish: a person decides
    bounce: Bounce | None = None
    own_loop: bool = False
    no_answer: bool = False
    only_its_list_forbids: bool = False  # an answer: nothing else in it does
    is_away: bool = False  # an out-of-office, with or without a date
    returns_on: dt.date | None = None  # read from an out-of-office
    is_forward: bool = False
    forwarded_from: tuple[str, str] = ("", "")  # (name, address) of who wrote the message that it passes on

    def with_words_below(self, words: str) -> "InboundMessage":
        """The message with more words for its reader below its own; they are shown like what was written."""
        return replace(
            self, text=_below(self.text, words), reply_text=_below(self.reply_text, words),
            parts=(*self.parts, Stretch(Part.OWN, f"\n{words}" if self.text.strip() else words)),
        )  # fmt: skip

    @property
    def cc(self) -> tuple[str, ...]:
        return tuple(address for _, address in self.copied)

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


def _below(text: str, words: str) -> str:
    return f"{text.rstrip()}\n\n{words}" if text.strip() else words
