"""Settings of the test suite: the project's own, with values a test can rely on.

DATABASE_URL and REDIS_URL choose the services, as in production. Runs beside each other, and the workers of one run,
have databases and cache keys of their own.
"""

import os

from tests.claims import DIRECTORY, run_number

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
# pytest-django appends the worker's name.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: the shared memory that Django would take knows neither WAL nor waiting for a lock.
    DATABASES["default"]["TEST"] = {"NAME": str(DIRECTORY / f"{run_number()}.sqlite3")}  # noqa: F405
    # Nothing here has to survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{run_number()}"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
if REDIS_URL:  # noqa: F405
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    CACHES["default"] |= {  # noqa: F405
        "BACKEND": "tests.own_keys.OwnKeysCache",
        "KEY_PREFIX": f"tests-{run_number()}-{worker}",
        "OPTIONS": {"socket_timeout": 30, "socket_connect_timeout": 30},  # a busy machine is no Redis that is away
    }
