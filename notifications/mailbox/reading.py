"""A mail of ours taken apart the way a mail program does, for the built-in mailbox."""

import base64
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr

from notifications.models import MailboxMessage

OPEN_ELSEWHERE = '<base target="_blank">'  # a page of ours refuses to open inside the frame


@dataclass(frozen=True, slots=True)
class File:
    number: int
    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


class OpenedMail:
    """The parts of one mail. Only our own mails come here, so the standard parser is good enough."""

    def __init__(self, kept: MailboxMessage) -> None:
        self.kept = kept
        self.mime: EmailMessage = message_from_bytes(bytes(kept.raw), policy=default)

    def header(self, name: str) -> str:
        return re.sub(r"\s+", " ", str(self.mime.get(name, ""))).strip()

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, re.sub(r"\s+", " ", str(value)).strip()) for name, value in self.mime.items()]

    @property
    def sender(self) -> tuple[str, str]:
        return parseaddr(self.header("From"))

    @property
    def text(self) -> str:
        return self._words("plain")

    @property
    def html(self) -> str:
        return self._words("html")

    def _words(self, kind: str) -> str:
        part = self.mime.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""

    @property
    def files(self) -> list[File]:
        found = []
        for number, part in enumerate(self.mime.iter_attachments()):
            name = part.get_filename() or "adjunto"
            found.append(File(number, name, part.get_content_type(), _content(part)))
        return found

    def page(self) -> str:
        """The HTML as its frame shows it: embedded pictures in place, links in a tab of their own."""
        pictures = dict(filter(None, map(_picture, self.mime.walk())))
        return in_a_frame(re.sub(r"cid:([^\"'\s>)]+)", lambda found: pictures.get(found[1], ""), self.html))


def in_a_frame(html: str) -> str:
    """Its links open in a tab of their own."""
    if "<head" not in html:
        return OPEN_ELSEWHERE + html
    return re.sub(r"(<head[^>]*>)", rf"\1{OPEN_ELSEWHERE}", html, count=1)


def _content(part: Message) -> bytes:
    """Its decoded bytes; none of a part that is made of parts."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _picture(part: Message) -> tuple[str, str] | None:
    content_id = str(part.get("Content-ID", "")).strip("<> ")
    if not content_id or part.get_content_maintype() != "image":
        return None
    content = base64.b64encode(_content(part)).decode()
    return content_id, f"data:{part.get_content_type()};base64,{content}"
