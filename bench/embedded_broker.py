"""Whether the worker of the embedded default outlives five minutes of sweeps every 0.2 s while solicitudes are posted.

    .venv/bin/python bench/embedded_broker.py [seconds]

Starts the page and one worker with beat inside, on a database and a broker folder of its own, and posts the support form
all the while. Prints how often the worker ended (and with what), how many files were set aside and what was done.
"""

import argparse
import http.cookiejar
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from segusoporte.broker import count_set_aside, prepare_directory  # noqa: E402
from segusoporte.probe import is_alive  # noqa: E402
from tests.processes import EMBEDDED, Running, spare_port, wait_until  # noqa: E402

SWEEP, STALE = 0.2, 5  # seconds between sweeps, and after which a waiting one is worth nothing
PAUSE = 0.1  # seconds between two posts

if __name__ != "__main__":  # as the worker loads it: celery -A bench.embedded_broker
    from segusoporte.celery import app

    for entry in app.conf.beat_schedule.values():
        entry |= {"schedule": SWEEP, "options": {"expires": STALE}}


def post_form(address: str, number: int) -> bool:
    """Open one solicitud as a browser would, each from an address of its own; whether it was taken."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.addheaders = [("X-Forwarded-For", f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")]
    browser.open(f"{address}/soporte/", timeout=20).read()
    fields = {
        "email": f"ana{number}@agencia.test", "name": "Ana Ruiz", "subject": f"No cotiza con ATLAS, caso {number}",
        "description": "Sale error al cotizar.", "submission_id": str(uuid.uuid4()),
        "csrfmiddlewaretoken": next(cookie.value for cookie in jar if "csrf" in cookie.name),
    }  # fmt: skip
    page = browser.open(f"{address}/soporte/", urllib.parse.urlencode(fields).encode(), timeout=20)
    return "/soporte/enviada/" in page.url


def main(seconds: int, scratch: Path) -> None:
    port = spare_port()
    environment = EMBEDDED | {"VAR_DIR": str(scratch), "PORT": str(port), "TRUSTED_PROXIES": "127.0.0.1"}
    prepare_directory(scratch / "broker")
    prepared = Running([sys.executable, "manage.py", "migrate", "--verbosity", "0"], environment)
    assert prepared.popen.wait() == 0, prepared.output
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "bench.embedded_broker", "worker", "-B"]
    celery += ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
    web = Running([*granian, "segusoporte.wsgi:application"], environment)
    workers = [Running(celery, environment)]
    try:
        wait_until(lambda: is_alive(port), 60, lambda: web.output)
        taken = posted = 0
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            posted += 1
            taken += post_form(f"http://localhost:{port}", posted)
            if workers[-1].popen.poll() is not None:
                print("The worker ended:", workers[-1].lines[-1])
                workers.append(Running(celery, environment))
            time.sleep(PAUSE)
        time.sleep(STALE)
        print(f"{seconds} s of sweeps every {SWEEP} s, {taken} of {posted} posts taken")
        print(f"the worker ended {len(workers) - 1} times; files set aside: {count_set_aside(scratch / 'broker')}")
        print(f"mails by state: {mails_by_state(environment)}")
    finally:
        for process in [web, *workers]:
            process.end()


def mails_by_state(environment: dict[str, str]) -> str:
    script = (
        "import django; django.setup()\n"
        "from collections import Counter\n"
        "from notifications.models import Email\n"
        "print(dict(Counter(Email.objects.values_list('state', flat=True))))"
    )
    counted = Running([sys.executable, "-c", script], environment)
    counted.popen.wait()
    counted.reader.join()
    return counted.output


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", nargs="?", type=int, default=300)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as scratch:
        main(seconds, Path(scratch))
