"""The Celery application and the one beat schedule.

Every periodic job is harmless twice: two beats will happen one day.
"""

import logging
import os

from celery import Celery
from celery.signals import beat_embedded_init, setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segusoporte.settings")

from django.conf import settings  # noqa: E402  (the settings module is named above)

from segusoporte import broker  # noqa: E402, F401  (names the transport of the embedded default)
from segusoporte.parent_death import die_with_parent_if_supervised  # noqa: E402

WORKER_READY = "El trabajador está listo."  # logged once the worker takes tasks; `manage.py run` waits for it
app = Celery("segusoporte")
app.set_default()  # for every thread: web requests publish from theirs
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP = settings.SWEEP_EVERY.total_seconds()
app.conf.beat_schedule = {
    name: {"task": task, "schedule": every, "options": {"expires": every}}
    for name, task, every in [
        ("publish events", "notifications.tasks.publish_events", SWEEP),
        ("deliver mail", "notifications.tasks.deliver_mail", SWEEP),
        ("process received mail", "notifications.tasks.process_spool", SWEEP),
        ("remind, then close", "notifications.tasks.run_clocks", SWEEP),
        ("publish survey invitations", "notifications.tasks.publish_invitations", SWEEP),
        ("publish digests", "notifications.tasks.publish_digests", min(SWEEP, settings.DIGEST_EVERY.total_seconds())),
        ("send due drafts", "agents.tasks.send_due_drafts", SWEEP),
    ]
}


@setup_logging.connect
def use_our_logging(**_kwargs) -> None:
    """Keep Celery from installing its own handlers: Django's LOGGING stands."""


@worker_ready.connect
def log_worker_ready(**_kwargs) -> None:
    logging.getLogger("segusoporte").info(WORKER_READY)


beat_embedded_init.connect(die_with_parent_if_supervised, weak=False)
