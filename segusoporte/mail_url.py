"""EMAIL_URL, the way out for mail: SMTP, an e-mail service through anymail, or the built-in mailbox."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAILBOX = "notifications.mailbox.backend.MailboxBackend"
EXAMPLES = "smtp+tls://usuario:clave@smtp.ejemplo.mx:587 o anymail+mailgun://?MAILGUN_API_KEY=…"


def mail_settings(url: str) -> dict[str, object]:
    """Django's and anymail's settings for one EMAIL_URL; empty means the built-in mailbox.

    Raises ImproperlyConfigured with a sentence that says what to write.
    """
    if not url:
        return {"EMAIL_BACKEND": MAILBOX}
    parts = urlsplit(url)
    if parts.scheme.startswith("anymail+"):
        esp = parts.scheme.removeprefix("anymail+")
        return {"EMAIL_BACKEND": f"anymail.backends.{esp}.EmailBackend", "ANYMAIL": dict(parse_qsl(parts.query))}
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL no se entiende. Escribe, por ejemplo, {EXAMPLES}.")
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL tiene un puerto que no es un número. Ejemplo: {EXAMPLES}.") from error
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }
