"""The subject coach: how much a subject says, and the one piece it lacks.

One point for a sentence (≥4 words, courtesies apart), one for naming something (insurer, process, code or number), one for a symptom;
a word scores once. The rules stand in subject_coach.json, which static/widget/coach.js reads too; both are held to
tests/widget/subject_vectors.json. The coach asks; it never refuses.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tickets.folding import fold
from tickets.models import Insurer, Process, Ticket
from tickets.models.catalogue import InsurerAlias

WORD = re.compile(r"[^\W_]+")
FIRST_SENTENCE = re.compile(r"[^.!?\n]+")
LONGEST_SUGGESTION = 120  # characters
RECENT = 300  # tickets that say which insurers people name most


@dataclass(frozen=True, slots=True)
class Score:
    points: int
    missing: str  # "symptom", "name", "words", or nothing
    named: bool
    good: bool

    @property
    def hint(self) -> str:
        return rules()["hints"][self.missing or "good"]


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    return json.loads(Path(__file__).with_suffix(".json").read_text())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names that a subject may carry: (alias, whether case counts) of insurers, and processes."""

    insurers: tuple[tuple[str, bool], ...]
    processes: tuple[str, ...]

    @classmethod
    def present(cls) -> "Catalogue":
        aliases = InsurerAlias.objects.filter(insurer__active=True).values_list("text", "capitals_only")
        names = Insurer.objects.active().values_list("name", flat=True)
        known = {fold(text) for text, _ in aliases}
        own = [(name, False) for name in names if fold(name) not in known]
        processes = Process.objects.active().values_list("name", flat=True)
        return cls(tuple(sorted([*aliases, *own])), tuple(processes))


def score(subject: str, catalogue: Catalogue) -> Score:
    words = [unicodedata.normalize("NFC", word) for word in WORD.findall(unicodedata.normalize("NFC", subject))]
    folded = [fold(word) for word in words]
    written = [] if subject.isupper() else words  # all in capitals, they say nothing
    named_at = {at for span in _named(written, folded, catalogue) for at in span}
    named = {folded[at] for at in named_at} | {word for word in folded if _is_code(word)}
    named |= {word for word in folded if _matches(word, rules()["processes"])}
    symptom = any(word not in named and _matches(word, rules()["symptoms"]) for word in folded)
    sentence = sum(word not in rules()["fillers"] for word in folded) >= rules()["words"]
    points = sentence + bool(named) + symptom
    missing = "" if points == 3 else "symptom" if not symptom else "name" if not named else "words"
    return Score(points, missing, bool(named), points >= rules()["good"])


def suggest(subject: str, description: str, insurer: str, process: str, catalogue: Catalogue) -> str:
    """A better subject made of what is already known, or nothing. `insurer` and `process` are names."""
    now = score(subject, catalogue)
    completed = subject.strip().rstrip(".")
    if insurer and not now.named and completed:
        completed += f" con {insurer}"
    if process and completed and fold(process) not in fold(completed) and not score(completed, catalogue).good:
        completed += f" en {process.lower()}"
    sentence = next((text.strip() for text in FIRST_SENTENCE.findall(description) if text.strip()), "")
    for text in (completed, sentence):
        better = score(text, catalogue)
        if better.good and better.points > now.points and len(text) <= LONGEST_SUGGESTION:
            return text
    return ""


def for_browser() -> dict[str, Any]:
    """What coach.js needs: the rules, the catalogue, and the insurers people name most, first."""
    catalogue = Catalogue.present()
    known = {"insurers": catalogue.insurers, "process_names": catalogue.processes, "chips": _most_named()}
    return rules() | known


def _named(written: list[str], folded: list[str], catalogue: Catalogue) -> Iterator[range]:
    for name, exact in [*catalogue.insurers, *((name, False) for name in catalogue.processes)]:
        sought = WORD.findall(unicodedata.normalize("NFC", name))
        sought, said = (sought, written) if exact else ([fold(word) for word in sought], folded)
        for at in range(len(said) - len(sought) + 1) if sought else ():
            if said[at : at + len(sought)] == sought:
                yield range(at, at + len(sought))


def _is_code(word: str) -> bool:
    """Numbers and codes: a digit, and at least three characters («500», «E12»; not «2 veces»)."""
    return len(word) >= 3 and any("0" <= c <= "9" for c in word)


def _matches(word: str, listed: dict[str, list[str]]) -> bool:
    return word in listed["words"] or word.startswith(tuple(listed["stems"]))


def _most_named() -> list[str]:
    recent = list(Ticket.objects.order_by("-pk").values_list("insurer__name", flat=True)[:RECENT])
    names = Insurer.objects.active().values_list("name", flat=True)
    return sorted(names, key=lambda name: (-recent.count(name), name))
