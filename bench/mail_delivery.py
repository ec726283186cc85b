"""How fast mails are written and handed over, and what one connection for many saves.

    .venv/bin/python bench/mail_delivery.py [mails]

Measures, in one run against a real SMTP server in this process (0.1 s for a new session, as TLS and signing in take) and a database of its own (DATABASE_URL, otherwise a
temporary SQLite file): publishing that many events; delivering half of them as the product does, over one
connection; delivering the other half with a connection each. Ratios say something, figures only on a quiet machine.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
MAILS = int(sys.argv[1]) if len(sys.argv) > 1 else 400
SCRATCH = tempfile.TemporaryDirectory()
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH.name}/bench.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from notifications.models import Email  # noqa: E402
from notifications.outbox import deliver  # noqa: E402
from notifications.outbox.publish import publish_pending  # noqa: E402
from tests.notifications.smtp import Script, Server  # noqa: E402
from tickets.intake import open_ticket  # noqa: E402
from tickets.submission import Submission  # noqa: E402


class OneEach(deliver.MailConnection):
    """What the product does not do: a connection for every mail."""

    def send(self, message) -> str:
        name = super().send(message)
        self.close()
        return name


def timed(words: str, work) -> None:
    started = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - started
    print(f"{words:<42}{done:>6}  {seconds:7.2f} s  {done / seconds:8.0f} /s")


def main() -> None:
    now = timezone.now()
    for n in range(MAILS):
        open_ticket(Submission(email=f"ana{n}@agencia.test", name="Ana", subject="x", body="x"), now=now)
    timed("events published, mails written", lambda: publish_pending(now))
    held = list(Email.objects.order_by("-pk").values_list("pk", flat=True)[: MAILS // 2])
    later = now + timedelta(days=1)
    Email.objects.filter(pk__in=held).update(not_before=later)
    timed("delivered over one connection", lambda: deliver.deliver_due(now).accepted)
    deliver.MailConnection = OneEach
    timed("delivered over a connection each", lambda: deliver.deliver_due(later).accepted)


def with_database() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    server = Server(Script(hello=0.1))
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    try:
        print(f"{connection.vendor}, {MAILS} mails")
        main()
    finally:
        server.stop()
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    with_database()
