"""The error pages in a real browser: accessible, and whole on a narrow screen."""

import pytest

from tests.e2e.axe import VIEWS, open_page, overflow, violations

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("width", "scheme"), [*VIEWS, (320, "light")])
def test_a_page_that_does_not_exist_is_told_accessibly(live_server, browser, width, scheme):
    page = open_page(browser, f"{live_server.url}/no-existe/", width, scheme)

    try:
        assert page.title() == "No encontramos esa página"
        assert violations(page) == []
        assert overflow(page) == 0
    finally:
        page.context.close()
