"""Logs: one JSON object a line, with tokens and secrets masked; in development, plain lines for people."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

TOKEN_IN_PATH = re.compile(r"(/(?:solicitud|archivo|encuesta|mis-solicitudes|soporte/enviada)/)[^/\s?\"']+")
SECRET_KEYS = re.compile(r"(?i)(password|secret|token|authorization|cookie|dsn|_url$)")


def mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide link tokens and anything whose key names a secret."""
    for key, value in event.items():
        if SECRET_KEYS.search(key):
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = TOKEN_IN_PATH.sub(r"\1***", value)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.format_exc_info,
    mask,
]


def logging_config(*, debug: bool) -> dict:
    """Django's LOGGING; also points structlog itself at the standard library's handlers."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
                if debug
                else structlog.processors.JSONRenderer(ensure_ascii=False),
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING" if debug else "INFO"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # a forged Host is answered 400, that is all
            "segusoporte": {"level": "INFO"},
            "imapclient": {"level": "INFO"},  # below it, whatever is said to the server and back, tokens and all
            "celery": {"level": "WARNING" if debug else "INFO"},
            "celery.beat": {"level": "WARNING"},  # the same seven sweeps every minute
            "django_structlog.celery": {"level": "WARNING"},
        },
    }
