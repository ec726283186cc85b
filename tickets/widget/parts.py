"""The widget's code: a short-lived loader, and parts under an address that names their very bytes.

What comes together travels as one part: joined it weighs a quarter less than in eight files, and comes in one answer.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CODE = Path(settings.BASE_DIR) / "static" / "widget"
LOADER = "v1.js"
# Part → its modules, each after those it imports; within that, in the order that weighs least. The names at their top
# level are one another's: none twice.
PARTS = {
    "form.js": (
        "style.js",
        "limits.js",
        "coach.js",
        "fields.js",
        "advice.js",
        "desk.js",
        "diagnostics.js",
        "outcome.js",
        "attaching.js",
        "written.js",
        "files.js",
        "requester.js",
        "questions.js",
        "layout.js",
        "sending.js",
        "form.js",
    ),
    "picture.js": ("capture.js", "editor.js", "showing.js", "picture.js"),
}
IMPORT = re.compile(r"^import \{ (?P<names>.+) \} from '\./(?P<module>.+)';\n", re.M)
PART_OF = {module: part for part, modules in PARTS.items() for module in modules}
DOM_PICTURE = Path(settings.BASE_DIR) / "static" / "vendor" / "modern-screenshot" / "modern-screenshot.js"
LOADER_AGE = 300  # seconds: how late a new version may be
FOR_EVER = 31_536_000  # seconds


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    return _answer(request, files()[LOADER], f"public, max-age={LOADER_AGE}")


@require_safe
def part(request: HttpRequest, fingerprint: str, name: str) -> HttpResponse:
    """One module. Under an older fingerprint the present text comes, but is not kept: a page open during a deployment."""
    if name == LOADER or name not in files():
        raise Http404
    present = fingerprint == version()
    return _answer(request, files()[name], f"public, max-age={FOR_EVER}, immutable" if present else "no-cache")


def parts_path() -> str:
    return reverse("tickets:widget_part", args=[version(), "x"]).removesuffix("x")


def files() -> dict[str, bytes]:
    """Every file by name; read anew on each request while developing."""
    return _read() if settings.DEBUG else _read_once()


def version() -> str:
    """A fingerprint of all parts: one changed letter moves them all, so that relative imports stay among equals."""
    return _fingerprint() if settings.DEBUG else _fingerprint_once()


def _read() -> dict[str, bytes]:
    texts = {LOADER: _bare((CODE / LOADER).read_text())} | {name: _joined(name) for name in PARTS}
    return {name: text.encode() for name, text in texts.items()} | {DOM_PICTURE.name: DOM_PICTURE.read_bytes()}


def _joined(part: str) -> str:
    """The modules of a part, each name of another part imported once; those of its own are already there."""
    whole = "".join((CODE / module).read_text() for module in PARTS[part])
    names: dict[str, set[str]] = {}
    for line in IMPORT.finditer(whole):
        names.setdefault(PART_OF[line["module"]], set()).update(line["names"].split(", "))
    imports = [f"import {{ {', '.join(sorted(names[home]))} }} from './{home}';\n" for home in names if home != part]
    return _bare("".join(imports) + IMPORT.sub("", whole))


def _bare(text: str) -> str:
    """Without indentation, empty lines and comments; every other byte stays. A string that holds « // » would be cut: none may.

    No minifier: one loses the space in a template literal inside another, the rest have no wheel for every machine.
    """
    return re.sub(r"^\s*(?://.*\n\s*)*|[ \t]+// .*$", "", text, flags=re.M)


def _fingerprint() -> str:
    whole = hashlib.sha256()
    for name, content in files().items():
        whole.update(name.encode() + b"\0" + content)
    return whole.hexdigest()[:20]


_read_once, _fingerprint_once = lru_cache(maxsize=1)(_read), lru_cache(maxsize=1)(_fingerprint)


@lru_cache(maxsize=64)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _answer(request: HttpRequest, content: bytes, cache: str) -> HttpResponse:
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_gzipped(content) if small else content, content_type="text/javascript; charset=utf-8")
    if small:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"  # public code, asked for without credentials
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
