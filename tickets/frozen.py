"""Dataclasses that are kept as JSON and read back as they were: moments as moments, tuples as tuples."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, Self, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Frozen:
    """Base of a dataclass whose fields are text, numbers, truths, moments, or tuples of text."""

    def to_json(self) -> dict[str, Any]:
        return {field.name: _written(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Raises TypeError where a field without a default is missing; what is no field any more is left out."""
        kind: type = cls
        return cls(**{name: _read(stored[name], hint) for name, hint in _hints(kind).items() if name in stored})


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else list(value) if isinstance(value, tuple) else value


def _read(value: Any, hint: Any) -> Any:
    if isinstance(value, str) and datetime in (hint, *get_args(hint)):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
