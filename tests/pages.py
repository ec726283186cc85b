"""Reading pages as a person does."""

import html
import re
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def text(response) -> str:
    """What the page says, without its marks, white space single."""
    body = response.content.decode()
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", body, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def value_of(response, name: str) -> str:
    """The value of a field in the page's forms."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    value = re.search(r'value="([^"]*)"', found.group(0))
    return html.unescape(value.group(1)) if value else ""


def listed_by(response) -> dict[str, list[str]]:
    """What the page's form says of the files that it lists as attached, to be posted with it."""
    return {"kept": re.findall(r'<input[^>]*name="kept" value="([^"]*)"', response.content.decode())}


@contextmanager
def nothing_written():
    """Fails when a query in its block writes."""
    with CaptureQueriesContext(connection) as queries:
        yield
    written = [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(WRITES)]
    assert written == []
