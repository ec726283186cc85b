"""What a script adds to a page is styled on every page that loads it."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLES = Path(__file__).parents[2] / "static" / "css" / "components"
LOADING = [page for page in TEMPLATES.rglob("*.html") if "js/picture-tool.js" in page.read_text()]


@pytest.mark.parametrize("page", LOADING, ids=lambda page: page.name)
def test_the_picture_tool_has_its_styles(page):
    linked = [style for style in STYLES.glob("*.css") if f"css/components/{style.name}" in page.read_text()]

    assert any(".picture-tool" in style.read_text() for style in linked)


def test_some_page_has_it():
    assert LOADING
