"""A real SMTP server whose answers a test scripts."""

import asyncio
import logging
import socket
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.processes import spare_port

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command
CUT = "cut"  # the connection ends without a word


@dataclass
class Script:
    """What the server does; every change holds from the next command on."""

    to: dict[str, str] = field(default_factory=dict)  # recipient → answer to RCPT
    after: int | None = None  # mails a session takes before it says 421
    data: list[str] = field(default_factory=list)  # answers to the next DATAs, in turn; CUT takes it and dies
    hello: float = 0  # seconds a new session costs, as TLS and signing in would
    delay: float = 0  # seconds before each answer to RCPT
    took: list[Message] = field(default_factory=list)
    sessions: int = 0

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.took]

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.took]


class _Handler:
    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await asyncio.sleep(self.script.hello)
        self.script.sessions += 1
        session.host_name, session.taken = hostname, 0
        return responses

    async def handle_RCPT(self, server, session, envelope, address, _options):
        await asyncio.sleep(self.script.delay)
        if self.script.after is not None and session.taken >= self.script.after:
            return "421 4.7.0 demasiados en esta sesion"
        answer = self.script.to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.script.data.pop(0) if self.script.data else "250 OK"
        if answer.startswith("250") or answer == CUT:
            self.script.took.append(message_from_bytes(envelope.content))
            session.taken += 1
        if answer == CUT:
            server.transport.abort()
            return ""
        return answer


class ClosingSMTP(SMTP):
    """Ends the session after a 421, as servers do."""

    async def push(self, status):
        await super().push(status)
        if str(status).startswith("421"):
            self.transport.close()


class Server(Controller):
    def __init__(self, script: Script, port: int | None = None) -> None:
        self.script = script
        super().__init__(_Handler(script), hostname="127.0.0.1", port=port or spare_port())

    def factory(self):
        return ClosingSMTP(self.handler, hostname="servidor.test", loop=self.loop)

    def stop(self, no_assert: bool = False) -> None:
        """Harmless twice: a test may have stopped it already."""
        if self._thread is not None:
            super().stop(no_assert)


def blackhole() -> socket.socket:
    """A port that takes connections and never says anything."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", spare_port()))
    listening.listen(16)
    return listening
