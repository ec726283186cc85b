"""What travels together: one sending of a requester, whatever way it came in, and the key that names it.

One sending is (principal, attempt, fingerprint of the content): the same again is the same message, files and all.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tickets.folding import many_lines, one_line
from tickets.models import Attachment, Insurer, Process, Requester, Site
from tickets.models.message import Channel
from tickets.models.requester import normal_address
from tickets.pieces import Piece, deciding_text


@dataclass(frozen=True, slots=True)
class Identity:
    """What the host's server signed, or nothing: then `login` is only a claim."""

    login: str = ""
    verified: bool = False
    email: str = ""  # the address that was signed with it: proven, where it is the requester's


@dataclass(frozen=True, slots=True)
class MailParts:
    """What only a mail brings besides its visible text."""

    full_text: str = ""
    html: str = ""
    automatic_reason: str = ""
    suspected_reason: str = ""  # of words alone: an agent decides
    held_because: str = ""  # why an agent must look at it, whoever it says it is from
    forwarded_from: tuple[str, str] = ("", "")  # (name, address) of whose mail an agent passes on
    copied: tuple[tuple[str, str], ...] = ()  # (name, address) of who was in copy: shown, never written to
    is_away: bool = False  # an out-of-office, also one that names no date
    returns_on: date | None = None
    is_authentic: bool = False  # our mail server vouches for the address it is from
    no_answer: bool = False  # its sender asked for no automatic answer, or it came through a mailing list
    pieces: tuple[Piece, ...] = ()  # all of it, in order; empty where all is shown
    fingerprint: str = ""  # of all that came: the words kept are read from it, perhaps otherwise a second time


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What a submission and a reply have in common.

    `attempt` is the number of the form that was shown, the same however often it is sent; of a mail its own fingerprint.
    """

    body: str
    channel: Channel
    files: Sequence[Attachment] = ()  # its own, also those that an earlier sending of the same took
    diagnostics: dict[str, Any] = field(default_factory=dict)
    mail: MailParts = MailParts()
    arrived_at: datetime | None = None  # of what waited to be read
    attempt: uuid.UUID | str = field(default_factory=uuid.uuid4)

    @property
    def key(self) -> str:
        """Names this very sending, once and for ever."""
        return fingerprint(*self._attempt_of_principal, *([] if self.mail.fingerprint else self._content))

    @property
    def deciding_text(self) -> str:
        """All that is not proven to be ours: what is read where something is decided."""
        return deciding_text(self.mail.pieces) if self.mail.pieces else self.body

    @property
    def unsent_files(self) -> list[Attachment]:
        return [file for file in self.files if file.ticket_id is None]

    @property
    def _content(self) -> list[Any]:
        return [many_lines(self.body), sorted({(file.sha256, file.name) for file in self.files})]

    @property
    def _attempt_of_principal(self) -> list[str]:
        return [self.channel.value, *self._principal, self.mail.fingerprint or str(self.attempt)]

    @property
    def _principal(self) -> list[str]:
        """Who sends it, as far as we know: what somebody else posts under the same attempt is another sending."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Submission(Sending):
    """What opens a ticket."""

    email: str
    name: str
    subject: str
    channel: Channel = Channel.FORM
    identity: Identity = Identity()
    process: Process | None = None
    insurer: Insurer | None = None
    site: Site | None = None

    @property
    def is_signed(self) -> bool:
        """Whether the host's server vouched for the very address it is from."""
        return self.identity.verified and normal_address(self.identity.email) == normal_address(self.email)

    @property
    def ticket_key(self) -> str:
        """Names the ticket that this attempt opens under its subject, whatever else the attempt says later."""
        return fingerprint(*self._attempt_of_principal, one_line(self.subject))

    @property
    def _content(self) -> list[Any]:
        return [one_line(self.subject), *super()._content]

    @property
    def _principal(self) -> list[str]:
        return ["signed" if self.is_signed else "", normal_address(self.email)]


@dataclass(frozen=True, kw_only=True)
class Reply(Sending):
    """What a requester adds to a ticket.

    `by` is the requester where that is known (a link, a signed identity); otherwise `sender` is the address a mail says
    it is from: another than the requester's or a participant's is held for an agent's review.
    """

    channel: Channel = Channel.MAIL
    by: Requester | None = None
    sender: str = ""
    sender_name: str = ""
    further_information: bool = False  # from the survey's last page: moves nothing

    @property
    def email(self) -> str:
        return normal_address(self.sender) or (self.by.email if self.by else "")

    @property
    def name(self) -> str:
        return self.sender_name or (self.by.name if self.by else "")

    @property
    def _content(self) -> list[Any]:
        return [self.further_information, *super()._content]

    @property
    def _principal(self) -> list[str]:
        return ["", self.email]


def fingerprint(*parts: Any) -> str:
    """64 hexadecimal digits that name these words and lists."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
