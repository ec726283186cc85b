"""`manage.py run`: everything the desk needs, in one terminal."""

import errno
import fcntl
import io
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from agents.demo.people import DEMO_USERS, PASSWORD
from segusoporte.broker import prepare_directory
from segusoporte.supervisor.children import children
from segusoporte.supervisor.supervisor import Supervisor


class CannotStart(Exception):
    """With a sentence for whoever typed the command."""


class Command(BaseCommand):
    help = "Arranca el servidor web y el trabajador con sus relojes, y los mantiene vivos. Ctrl-C detiene todo."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--prepare", action="store_true", help="Antes, pone al día la base y, con DEBUG, los datos de ejemplo."
        )

    def handle(self, *args, **options) -> None:
        try:
            self.run(prepared=not options["prepare"])
        except CannotStart as reason:
            sys.exit(str(reason))

    def run(self, *, prepared: bool) -> None:
        with self.only_one():
            refuse_busy_port("127.0.0.1", settings.PORT)
            if settings.DEBUG:
                refuse_busy_port("127.0.0.1", settings.PORT + 1)  # the demo host's
            if not prepared:
                self.show("Pongo al día la base…")
                prepare()
            self.show("Arranco los procesos…")
            table = children()
            width = max(len(child.name) for child in table)
            Supervisor(table, lambda name, line: self.show(f"{name:{width}} │ {line}" if name else line)).run(
                when_ready=self.welcome
            )
        self.show("Todo se detuvo.")

    def show(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def only_one(self):
        """Hold the lock of this directory: two workers on one embedded broker take each other's messages."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        lock = (settings.VAR_DIR / "run.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("Segusoporte ya está corriendo en esta carpeta. Detenlo con Ctrl-C.") from None
        return lock

    def welcome(self) -> None:
        self.show(welcome(f"http://localhost:{settings.PORT}"))


def prepare() -> None:
    """The database up to date; in development something to look at, else the static files. Twice is harmless."""
    prepare_directory(settings.BROKER_DIR)  # the demo wakes the workers
    call_command("migrate", verbosity=0, interactive=False)
    if settings.DEBUG:
        call_command("demo", stdout=io.StringIO())
    else:
        call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()  # nothing open when the children are forked


def refuse_busy_port(host: str, port: int) -> None:
    """Raises CannotStart with a sentence when nobody can listen there."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            reason = "está ocupado" if error.errno == errno.EADDRINUSE else "no se puede usar"
            raise CannotStart(
                f"El puerto {port} {reason}. Elige otro, por ejemplo: PORT={port + 10} bin/start"
            ) from None


def welcome(url: str) -> str:
    """Where to look and who to sign in as."""
    lines = [
        "",
        "Segusoporte está listo.",
        f"  {url}/soporte/   el formulario de quien pide ayuda",
    ]
    if settings.DEBUG:
        lines.append(f"  {url}/buzon/     los correos que salen, con caja para responder")
        host = f"http://localhost:{settings.PORT + 1}"
        lines.append(f"  {host}/demo/anfitrion/   una página ajena con el botón «Soporte»")
    lines.append(f"  {url}/agentes/   el trabajo de los agentes")
    lines += [f"    {line}" for line in demo_accounts()]
    lines += ["  Ctrl-C detiene todo.", ""]
    return "\n".join(lines)


def demo_accounts() -> list[str]:
    """The accounts of `manage.py demo`, shown only in development."""
    if not settings.DEBUG:
        return []
    names = ", ".join(f"{person.username} ({person.group})" for person in DEMO_USERS)
    return [f"entra como {names}; contraseña: {PASSWORD}"]
