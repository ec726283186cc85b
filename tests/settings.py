"""Settings of the test suite: the project's own, with values a test can rely on.

DATABASE_URL and REDIS_URL choose the services, as in production.
"""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ["DEBUG"] = "false"
os.environ["SITE_URL"] = "http://testserver"
os.environ["SUPPORT_ADDRESS"] = "soporte@segupoliza.test"
os.environ["REPLY_DOMAIN"] = "responde.segupoliza.test"
os.environ["WEBHOOK_SECRET"] = "usuario:clave-del-webhook"

from segusoporte.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = "memory://"  # no test rings the workers of a desk that runs beside it
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: the shared memory that Django would take knows neither WAL nor waiting for a lock.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": os.path.join(tempfile.gettempdir(), f"segusoporte-tests-{os.getpid()}.sqlite3")  # noqa: PTH118
    }
