"""docs/quotes.md sends people to files and names that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "quotes.md").read_text(encoding="utf-8")
PLACES = [ROOT, ROOT / "notifications" / "reading", ROOT / "tests" / "notifications" / "reading"]


def test_every_file_it_names_exists():
    named = set(re.findall(r"`([\w/]+\.py)`", PAGE))

    assert {"quotes/rules.py", "markup/marks.py", "test_real_text_stays.py"} <= named
    assert [name for name in named if not any((place / name).exists() for place in PLACES)] == []


def test_every_table_it_names_exists():
    named = set(re.findall(r"`([A-Z_]{4,})`", PAGE))
    code = "\n".join(path.read_text(encoding="utf-8") for place in PLACES[1:] for path in place.rglob("*.py"))

    assert {"RULES", "FORMS_WITH_VERB", "SPANISH_INTROS"} <= named
    assert [name for name in named if not re.search(rf"^\s*{name}\b.* = ", code, re.M)] == []
