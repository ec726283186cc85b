"""Raw messages as clients write them, put together from a few lines."""

SUPPORT = "soporte@segupoliza.test"


def raw_mail(
    *,
    sender: str = "Ana Ruiz <ana@agencia.test>",
    to: str = SUPPORT,
    subject: str = "No cotiza SURA",
    body: str = "Desde ayer no me regresa primas de SURA en autos residentes.",
    message_id: str | None = "uno@agencia.test",
    in_reply_to: str = "",
    references: str = "",
    headers: str = "",
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    lines = [f"From: {sender}"] if sender else []
    lines += [f"To: {to}", f"Subject: {subject}", "Date: Mon, 16 Nov 2026 09:00:00 -0600", "MIME-Version: 1.0"]
    lines += [f"Message-ID: <{message_id}>"] if message_id else []
    lines += [f"In-Reply-To: {in_reply_to}"] if in_reply_to else []
    lines += [f"References: {references}"] if references else []
    lines += [f"Content-Type: {content_type}", "Content-Transfer-Encoding: 8bit"]
    lines += headers.strip().splitlines()
    return ("\r\n".join(lines) + "\r\n\r\n" + body.replace("\n", "\r\n") + "\r\n").encode()
