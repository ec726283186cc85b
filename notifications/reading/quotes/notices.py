"""What a company's server adds to every mail: «PRECAUCIÓN: este correo se originó fuera…», a legal notice at the foot.

A person's «Aviso legal: ya no aparece en la carátula» is none: both forms ask for the words of two kinds.
"""

import re
from collections.abc import Collection, Iterator

from notifications.reading.normalising import normalise

_LONGEST_BANNER = 700  # characters
_LONGEST_NOTICE = 6_000
_FEWEST = 80  # characters of a legal notice
_ARROWS = re.compile(r"^[\s>|*_#\[(]+")
_OUTSIDE = re.compile(
    r"\b(?:correo|mensaje|e-?mail|message)\b[^\n]{0,40}?\b(?:se origino|fue enviado|proviene|procede|ha sido enviado|originated|is|came|was sent|viene|es)\b"
    r"[^\n]{0,40}?\b(?:fuera de|externo|desde el exterior|desde fuera|remitente externo|outside|external)\b"
)
_BEWARE = re.compile(
    r"\bno (?:abra|abras|haga|hagas|de clic|des clic|responda|descargue|comparta)|\b(?:do not|don't) (?:click|open)|\bremitente\b|\bsender\b|\benlaces?\b|\blinks?\b"
)
_OPENS_BANNER = re.compile(
    r"^(?:precaucion|atencion|advertencia|cuidado|aviso|alerta|caution|warning|external|externo|correo externo|external email|este correo|este mensaje|this (?:e-?mail|message))\b"
)
_OPENS_NOTICE = re.compile(
    r"^(?:aviso (?:de|legal|importante)|confidencialidad|nota de confidencialidad|confidentiality|disclaimer|este (?:mensaje|correo)|la informacion (?:contenida|transmitida|de este)"
    r"|el contenido de este|this (?:e-?mail|message)|the information|advertencia legal)\b"
)
_LEGAL = (
    re.compile(r"\bconfidencial|\bconfidential|\bprivilegiad|\bprivileged|\breservad[ao]\b|\bproteccion de datos|\bdatos personales"),
    re.compile(r"\bdestinatari[oa]|\brecipient|\baddressee|\bdirigid[ao]\b|\bpor error\b|\bin error\b|\beliminar?l[oa]\b|\bdelete\b|\bdestruy?"),
    re.compile(r"\bprohib|\bdivulga|\breproduc|\bcopi[ae]|\bdistribu|\bdisclos|\bnotifi(?:que|car|quelo)|\bnotify|\bavis[ea] (?:al|de inmediato)|\buso no autorizado"),
)  # fmt: skip


def notices(texts: list[str], last: Collection[int]) -> Iterator[int]:
    """The indices of lines that a server added. A legal notice is one only where its end is among `last`."""
    for start, end in _paragraphs(texts):
        opening = _bare(texts[start])
        if not (_OPENS_BANNER.match(opening) or _OPENS_NOTICE.match(opening)):
            continue
        text = " ".join(_bare(line) for line in texts[start:end])
        if _is_banner(text) or (end - 1 in last and _is_legal(text)):
            yield from range(start, end)


def _paragraphs(texts: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(len(texts) + 1):
        if index == len(texts) or not _ARROWS.sub("", texts[index][:200]):
            if index > start:
                yield start, index
            start = index + 1


def _bare(text: str) -> str:
    return _ARROWS.sub("", normalise(text[:2000])).strip()


def _is_banner(text: str) -> bool:
    if len(text) > _LONGEST_BANNER or "?" in text or not _OPENS_BANNER.match(text):
        return False
    return bool(_OUTSIDE.search(text) and _BEWARE.search(text))


def _is_legal(text: str) -> bool:
    if not _FEWEST <= len(text) <= _LONGEST_NOTICE or "?" in text or not _OPENS_NOTICE.match(text):
        return False
    return all(kind.search(text) for kind in _LEGAL)
