"""All tunables of Segusoporte, read once from the environment and typed; README.md has the table.

A wrong value stops the start with a sentence that says what to write.
"""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from segusoporte.environment import (
    address,
    choice,
    duration,
    env,
    hosts,
    listed,
    networks,
    port,
    service_url,
    service_urls,
    switch,
    words,
)
from segusoporte.logs import logging_config
from segusoporte.mail_url import mail_settings
from tickets.calendars import Calendar

BASE_DIR = Path(__file__).resolve().parent.parent

env.read_env(BASE_DIR / ".env")
# Everything the embedded default writes: database, broker, files.
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var").absolute()


# --- As in every Django project -------------------------------------------------------------------------------
DEBUG = switch("DEBUG", False)
SECRET_KEY = words("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("Falta SECRET_KEY. bin/start la crea en .env; en producción escríbela en el entorno.")
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
PORT = port("PORT", 8000)
SITE_URL = words("SITE_URL", f"http://localhost:{PORT}" if DEBUG else "").rstrip("/")
if SITE_URL and urlsplit(SITE_URL).scheme not in {"http", "https"}:
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL!r} no es una dirección. Escribe, por ejemplo, https://soporte.mx.")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS") or ([SITE_HOST] if SITE_HOST else [])
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")  # those whose X-Forwarded-For is believed
WEBHOOK_SECRET = words("WEBHOOK_SECRET")  # user:password of the mail webhooks
SENTRY_DSN = words("SENTRY_DSN")
METRICS_ADDRESS = address("METRICS_ADDRESS", "127.0.0.1:9400")  # (host, port) of the first web process, or None

# --- The desk -------------------------------------------------------------------------------------------------
SUPPORT_NAME = words("SUPPORT_NAME", "Soporte segupoliza")
SUPPORT_ADDRESS = words("SUPPORT_ADDRESS", "soporte@segusoporte.localhost")
if "@" not in parseaddr(SUPPORT_ADDRESS)[1]:
    raise ImproperlyConfigured(f"SUPPORT_ADDRESS={SUPPORT_ADDRESS!r} no es un correo. Ejemplo: soporte@ejemplo.mx.")
# The domain of the reply tokens, r-<token>@REPLY_DOMAIN; empty means plus addressing of SUPPORT_ADDRESS.
REPLY_DOMAIN = words("REPLY_DOMAIN")
PRIVACY_URL = words("PRIVACY_URL")  # the privacy notice; empty: no link

FIRST_RESPONSE_WITHIN = duration("FIRST_RESPONSE_WITHIN", "24h")
FIRST_RESPONSE_WARNING = duration("FIRST_RESPONSE_WARNING", "4h")  # left when the warning goes
AUTO_CLOSE_AFTER = duration("AUTO_CLOSE_AFTER", "2d")
AUTO_CLOSE_REMINDER = duration("AUTO_CLOSE_REMINDER", "24h")  # before the closing
SWEEP_EVERY = duration("SWEEP_EVERY", "60s")
DIGEST_EVERY = duration("DIGEST_EVERY", "15m")
SURVEY_DELAY = duration("SURVEY_DELAY", "1h")
UNDO_SEND = duration("UNDO_SEND", "15s")
TAKE_NOTICE_AFTER = duration("TAKE_NOTICE_AFTER", "10m")
for name in ("FIRST_RESPONSE_WITHIN", "AUTO_CLOSE_AFTER", "SWEEP_EVERY", "DIGEST_EVERY"):
    if not globals()[name]:
        raise ImproperlyConfigured(f"{name} no puede ser cero. Escribe una duración como 60s, 24h o 2d.")
CALENDAR = choice("CALENDAR", Calendar.NATURAL, set(Calendar))  # of closings and reminders
FIRST_RESPONSE_CALENDAR = choice("FIRST_RESPONSE_CALENDAR", Calendar.NATURAL, set(Calendar))

# --- Attachments ----------------------------------------------------------------------------------------------
MAX_FILES = 10
MAX_FILE_SIZE = 10 * 1024 * 1024  # bytes, each
MAX_PIXELS = 40_000_000  # of one picture, read from its header
MAX_NAME_LENGTH = 200  # characters of a shown file name

# --- Time and language ----------------------------------------------------------------------------------------
TIME_ZONE = words("TIME_ZONE", "America/Mexico_City")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError) as error:
    raise ImproperlyConfigured(f"TIME_ZONE={TIME_ZONE!r} no se conoce. Ejemplo: America/Mexico_City.") from error
USE_TZ = True
LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", "Español (México)")]
USE_I18N = True

# --- Applications ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "segusoporte",
    "agents",
    "notifications",
    "surveys",
    "tickets",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",  # the widgets' own templates, beside ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "segusoporte.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "segusoporte.middleware.RequestLog",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "segusoporte.urls"
WSGI_APPLICATION = "segusoporte.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -----------------------------------------------------------------------------------------------------
DATABASE_URL = service_url(
    "DATABASE_URL",
    {"postgres", "postgresql", "sqlite"},
    "postgres://usuario:clave@servidor:5432/segusoporte o sqlite:////carpeta/segusoporte.sqlite3",
)
REDIS_URL = service_url("REDIS_URL", {"redis", "rediss", "unix"}, "redis://servidor:6379/0")
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "segusoporte.sqlite3")}
}
if not DATABASE_URL:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES["default"] |= {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock first: two writers wait their turn instead of failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["ENGINE"] = "segusoporte.postgresql"  # which checks the pool's connections
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}}
CACHES = {
    "default": {
        "BACKEND": "segusoporte.cache.OptionalRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # seconds
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
RATELIMIT_FAIL_OPEN = True  # no counter, no limit: a ticket is never refused because Redis is away

# --- Work in the background: the broker holds nothing that the database does not ------------------------------
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "embedded://localhost"  # segusoporte/broker.py
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 5, "socket_connect_timeout": 2, "visibility_timeout": 3600}  # seconds
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,  # seconds
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: every job is harmless twice, no file to go bad
CELERY_TASK_PUBLISH_RETRY = False  # what a lost wake-up would have started, the next sweep does

# --- Mail -----------------------------------------------------------------------------------------------------
EMAIL_URL = words("EMAIL_URL")
MAILBOX_URLS = service_urls("MAILBOX_URL", {"imap", "imaps"}, "imaps://usuario:clave@imap.ejemplo.mx/INBOX")
ANYMAIL: dict[str, object] = {}
globals().update(mail_settings(EMAIL_URL))
SEND_TIMEOUT = duration("EMAIL_TIMEOUT", "20s")  # of each step of a conversation with the server
if not SEND_TIMEOUT:
    raise ImproperlyConfigured("EMAIL_TIMEOUT no puede ser cero. Escribe una duración como 20s.")
EMAIL_TIMEOUT = SEND_TIMEOUT.total_seconds()
ANYMAIL |= {"WEBHOOK_SECRET": WEBHOOK_SECRET} if WEBHOOK_SECRET else {}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SUPPORT_ADDRESS

# --- Files ----------------------------------------------------------------------------------------------------
FILES_URL = words("FILES_URL")
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"  # part of the installation, not of the data
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if FILES_URL:
    bucket = urlsplit(FILES_URL)
    if bucket.scheme != "s3" or not bucket.hostname:
        raise ImproperlyConfigured("FILES_URL no se entiende. Escribe s3://balde/carpeta.")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket.hostname, "location": bucket.path.strip("/"), "default_acl": "private"},
    }
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes, files apart
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Security -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sesion", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^salud/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# --- Sign-in of agents ----------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/agentes/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "agents.account.adapter.AccountAdapter"  # agents are made in the back office, nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/agentes/"
# Per address first, so that a stranger who fails on purpose cannot lock an agent out.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/5m/ip,10/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made in the back office: nobody signs up under another's address
MFA_TOTP_ISSUER = SUPPORT_NAME

LOGGING = logging_config(debug=DEBUG)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
