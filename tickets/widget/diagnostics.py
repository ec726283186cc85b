"""What the page says of itself: kept small, in a known shape, and never able to refuse a ticket."""

import json
from typing import Any

from tickets.folding import storable

MOST_BYTES = 32 * 1024
MOST_ENTRIES = 20
TEXTS = {
    "address": 600, "title": 200, "viewport": 40, "browser": 400, "language": 40, "time_zone": 60, "screen": 40,
}  # fmt: skip
CONTEXT = {"poliza": 80, "aseguradora": 80, "pantalla": 120}


def read(text: str) -> dict[str, Any]:
    """The diagnostics that came as JSON; what is not of the known shape is left out."""
    if not text:
        return {}
    if len(text.encode()) > MOST_BYTES:
        return {"omitted": "Pesaba más de 32 KB."}
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return {"omitted": "No se pudo leer."}
    if not isinstance(sent, dict):
        return {"omitted": "No se pudo leer."}
    kept: dict[str, Any] = {key: _text(sent[key], most) for key, most in TEXTS.items() if _is_text(sent.get(key))}
    context = sent.get("context")
    if isinstance(context, dict):
        kept["context"] = {
            key: _text(context[key], most) for key, most in CONTEXT.items() if _is_text(context.get(key))
        }
    kept["errors"] = [_entry(item, {"at": 40, "text": 500}) for item in _rows(sent.get("errors"))]
    kept["requests"] = [
        _entry(item, {"at": 40, "method": 10, "path": 300}) | _status(item) for item in _rows(sent.get("requests"))
    ]
    return {key: value for key, value in kept.items() if value}


def _rows(value: Any) -> list[dict]:
    return [item for item in value if isinstance(item, dict)][-MOST_ENTRIES:] if isinstance(value, list) else []


def _entry(item: dict, texts: dict[str, int]) -> dict[str, Any]:
    return {key: _text(item[key], most) for key, most in texts.items() if _is_text(item.get(key))}


def _status(item: dict) -> dict[str, int]:
    status = item.get("status")
    return {"status": status} if type(status) is int and 0 <= status <= 999 else {}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _text(value: str, most: int) -> str:
    return storable(value)[:most]
