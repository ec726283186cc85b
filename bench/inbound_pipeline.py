"""Messages a second through the whole inbound pipeline, one worker: spool → parse → route → ticket.

    DATABASE_URL=postgres://postgres@127.0.0.1:5432/segusoporte .venv/bin/python bench/inbound_pipeline.py --messages 1000

Beside it, in the same run and database, what a bare INSERT of the same raw bytes costs (a transaction each), and the
spool alone. It makes its own messages: new mails and replies (token, In-Reply-To, quotation), HTML parts in
half of them, a file in one of ten. A database of its own, test_<name>, is made and dropped.
"""

import argparse
import cProfile
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402  (the path and the settings are set above)

django.setup()

from django.db import connection, transaction  # noqa: E402  (the path and the settings are set above)
from django.test.utils import setup_databases, teardown_databases  # noqa: E402  (the path and the settings are set above)
from django.utils import timezone  # noqa: E402  (the path and the settings are set above)

from notifications.addresses import reply_address  # noqa: E402  (the path and the settings are set above)
from notifications.inbound import pipeline, spool  # noqa: E402  (the path and the settings are set above)
from notifications.models import SpooledMessage  # noqa: E402  (the path and the settings are set above)
from notifications.models.spool import (  # noqa: E402  (the path and the settings are set above)
    InboundChannel,
    SpoolState,
)
from notifications.outbox.publish import publish_pending  # noqa: E402  (the path and the settings are set above)
from tickets.intake import open_ticket  # noqa: E402  (the path and the settings are set above)
from tickets.models import Message, Ticket  # noqa: E402  (the path and the settings are set above)
from tickets.submission import Submission  # noqa: E402

SUPPORT = "soporte@segupoliza.test"
WORDS = (
    "No me regresa primas de ATLAS en autos residentes desde ayer por la tarde cuando quiero cotizar una unidad con "
    "cobertura amplia y el portal de la aseguradora sí las muestra adjunto la captura por si sirve gracias"
).split()
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 120


def prose(chance: random.Random, words: int = 60) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def letter(chance: random.Random, number: int, ticket: Ticket | None) -> bytes:
    """A new mail, or a reply to our acknowledgement of `ticket` as a mail program writes it."""
    sender = ticket.requester.email if ticket else f"persona{number % 200}@agencia.test"
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Ana Ruiz Peña <{sender}>"
    message["To"] = reply_address(ticket.reply_token) if ticket else SUPPORT
    message["Subject"] = f"Re: Recibimos tu solicitud: {ticket.subject} [#{ticket.pk}]" if ticket else prose(chance, 7)
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = f"<{number}.{chance.getrandbits(64):x}@agencia.test>"
    for hop in range(6):
        message[f"X-Hop-{hop}"] = prose(chance, 8)
    words, quoted, history = prose(chance), "", ""
    if ticket:
        ours = ticket.emails.get()
        message["In-Reply-To"] = message["References"] = ours.mail_id
        quoted = f"\n\nEl lun, 16 nov 2026 a las 9:00, Soporte\n(<{SUPPORT}>) escribió:\n\n"
        quoted += "\n".join(f"> {line}" for line in ours.text.splitlines())
        history = f'<div class="gmail_quote"><blockquote>{ours.html}</blockquote></div>'
    message.set_content(words + quoted)
    if number % 2:
        message.add_alternative(f"<div dir='ltr'><p>{words}</p></div>{history}", subtype="html")
    if number % 10 == 0:
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename="póliza.pdf")
    return message.as_bytes()


def letters(number: int, now: datetime) -> list[bytes]:
    chance = random.Random(7)
    tickets = [
        open_ticket(
            Submission(
                email=f"persona{n}@agencia.test", name=f"Persona {n}", subject=prose(chance, 6), body=prose(chance)
            ),
            now=now - timedelta(days=1),
        ).ticket
        for n in range(100)
    ]
    publish_pending(now)  # their acknowledgements are what people answer
    return [letter(chance, n, chance.choice(tickets) if n % 5 < 2 else None) for n in range(number)]


def bare_insert(raws: list[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, raw bytea NOT NULL)")
    for raw in raws:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare (raw) VALUES (%s)", [raw])


def into_the_spool(raws: list[bytes]) -> None:
    for raw in raws:
        spool.keep(raw, channel=InboundChannel.PIPE, mailbox="bench", now=timezone.now())


def through_the_pipeline() -> None:
    while SpooledMessage.objects.pending().exists():
        pipeline.process_pending(timezone.now())


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """(seconds on the wall, seconds of this process's own work)."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def main() -> None:
    arguments = argparse.ArgumentParser(description="Mensajes por segundo de la entrada de correo")
    arguments.add_argument("--messages", type=int, default=1000)
    arguments.add_argument("--profile", help="writes the pipeline's profile to this file")
    chosen = arguments.parse_args()
    if connection.vendor != "postgresql":
        sys.exit("Escribe DATABASE_URL=postgres://…: lo que se mide es PostgreSQL con un trabajador.")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(chosen.messages, chosen.profile)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(number: int, profile: str | None) -> None:
    raws = letters(number, timezone.now())
    before = Message.objects.count()
    rows = [
        ("bare INSERT of the raw bytes", timed(lambda: bare_insert(raws))),
        ("into the spool", timed(lambda: into_the_spool(raws))),
    ]
    if profile:
        profiler = cProfile.Profile()
        rows.append(("spool → ticket", timed(lambda: profiler.runcall(through_the_pipeline))))
        profiler.dump_stats(profile)
    else:
        rows.append(("spool → ticket", timed(through_the_pipeline)))
    kept = Message.objects.count() - before
    settled = SpooledMessage.objects.filter(state=SpoolState.PROCESSED).count()
    if (kept, settled) != (number, number):
        sys.exit(f"{number} messages in, {settled} settled, {kept} kept: the figures mean nothing")
    print(
        f"{number} messages of {sum(map(len, raws)) / number / 1024:.1f} KB on average, load {os.getloadavg()[0]:.1f}"
    )
    for name, (wall, own) in rows:
        print(f"{name:32} {number / wall:8.1f} a second {own / number * 1000:8.2f} ms of the worker's own time each")


if __name__ == "__main__":
    main()
