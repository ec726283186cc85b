"""/archivo/<token>/: one attachment, never rendered in our origin."""

from django.http import FileResponse, Http404, HttpRequest

from tickets import tokens
from tickets.models import Attachment
from tickets.views.guards import page


@page
def file(request: HttpRequest, token: str) -> FileResponse:
    attachment = attachment_behind(token)
    # Only as a part of our pages: opened by itself it is a download like any other.
    in_page = request.GET.get("en") == "pagina" and request.headers.get("Sec-Fetch-Dest", "image") == "image"
    return file_response(attachment, inline=in_page)


def file_response(attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The file as a download. `inline` is for <img>, and only for pictures that we wrote anew.

    Whoever calls it has checked that the reader may have the file. Raises Http404 when the storage has lost it.
    """
    shown = inline and attachment.is_shown
    try:
        content = attachment.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=not shown, filename=attachment.name, content_type=attachment.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def attachment_behind(token: str) -> Attachment:
    """The file that this token opens. Raises InvalidToken, also once its ticket's links were revoked."""
    claim = tokens.read(tokens.Purpose.FILE, token)
    attachment = Attachment.objects.select_related("ticket__requester").filter(pk=claim.object_id).first()
    if attachment is None:
        raise tokens.InvalidToken
    claim.check(attachment.token_version())
    return attachment
