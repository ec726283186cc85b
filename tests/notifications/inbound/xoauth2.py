"""Servers of the tests that know OAuth2: an IMAP server that takes XOAUTH2 alone, and token endpoints of two providers."""

import base64
import json
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs


class _Conversation(socketserver.StreamRequestHandler):
    """The few commands of IMAP that one round over a mailbox needs."""

    server: "Imap"

    def handle(self) -> None:
        self.say("* OK listo")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            name = command.removeprefix("UID ").split(" ")[0].upper()
            answer = getattr(self, f"do_{name.lower()}", None)
            self.say(f"{tag} {answer(command) if answer else 'BAD no'}")
            if name == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def do_capability(self, _command: str) -> str:
        self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2")
        return "OK hecho"

    def do_login(self, _command: str) -> str:
        return "NO [AUTHENTICATIONFAILED] sin contraseñas"

    def do_authenticate(self, _command: str) -> str:
        self.say("+ ")
        said = base64.b64decode(self.rfile.readline()).decode()
        self.server.said.append(said)
        if said == f"user={self.server.user}\1auth=Bearer {self.server.takes}\1\1":
            return "OK hecho"
        self.say("+ " + base64.b64encode(b'{"status":"400"}').decode())
        self.rfile.readline()
        return f"NO [AUTHENTICATIONFAILED] no sirve: {said.split('Bearer ')[-1].strip(chr(1))}"

    def do_select(self, _command: str) -> str:
        self.say(f"* {len(self.server.mails)} EXISTS")
        self.say("* OK [UIDVALIDITY 7] es")
        self.say(f"* OK [UIDNEXT {len(self.server.mails) + 1}] es")
        return "OK [READ-WRITE] hecho"

    def do_search(self, command: str) -> str:
        first = int(command.split("UID ")[-1].split(":")[0]) if ":*" in command else 1
        self.say("* SEARCH " + " ".join(str(n) for n in range(first, len(self.server.mails) + 1)))
        return "OK hecho"

    def do_fetch(self, command: str) -> str:
        number = int(command.split(" ")[2])
        raw = self.server.mails[number - 1]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return "OK hecho"

    def do_store(self, _command: str) -> str:
        return "OK hecho"

    def do_logout(self, _command: str) -> str:
        self.say("* BYE")
        return "OK hecho"


class Imap(socketserver.ThreadingTCPServer):
    """Takes one access token of one user, whichever `takes` says."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, user: str, takes: str, mails: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.user, self.takes, self.mails = user, takes, mails
        self.said: list[str] = []  # what was sent to sign in
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]


class Endpoint(ThreadingHTTPServer):
    """Answers a form with what `grant` says: a status and a dict. Of Microsoft also where its endpoint is found."""

    daemon_threads = True

    def __init__(self, grant: Callable[[dict[str, str]], tuple[int, dict]], certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.grant, self.asked = grant, []
        self.is_secure = certificate is not None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http{'s' if self.is_secure else ''}://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    server: Endpoint

    def do_GET(self) -> None:
        at = f"{self.server.address}/inquilino/oauth2/v2.0"
        issuer = f"{self.server.address}/inquilino/v2.0"
        self._send(
            200, {"authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "issuer": issuer}
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.asked.append(form)
        self._send(*self.server.grant(form))

    def _send(self, status: int, answer: dict) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing: the tests read what was asked."""


def certificate(folder: Path) -> Path:
    """A key and a certificate of 127.0.0.1 that signs itself, in one file."""
    made = folder / "loopback.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", made, "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + (folder / "cert.pem").read_text())
    return made
