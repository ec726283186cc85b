"""Small raw messages to read, and what is shown of them."""

from notifications.reading import Conversation, visible_reply
from notifications.reading.visible_reply import Judgement, judge


def mail(
    body: str = "Sigue sin abrir, ¿me ayudan?",
    subject: str = "No abre",
    sender: str = "Rosa <rosa@agencia.example>",
    **headers: str,
):
    """A plain message; keyword arguments become headers, `_` standing for `-`."""
    lines = [f"From: {sender}", "To: soporte@segu.example", f"Subject: {subject}", "Message-ID: <uno@agencia.example>"]
    lines += ["Date: Mon, 3 Aug 2026 10:11:12 -0600", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def with_header(header: str, body: bytes = b"hola") -> bytes:
    return header.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def shown(text: str, html: str = "") -> str:
    return visible_reply(text, html).text


def first(text: str, html: str = "") -> Judgement:
    """What opens a ticket, in pieces."""
    reply = visible_reply(text, html)
    return judge(reply.parts, reply.is_forward, None)


def answered(text: str, *said: str, html: str = "") -> Judgement:
    """A reply on a ticket on which that was said, in pieces."""
    reply = visible_reply(text, html)
    return judge(reply.parts, reply.is_forward, Conversation(said, ours=("soporte@segu.example",)))
