"""The pure modules of static/, asked one by one in a real browser: what each file here exports is a test.

Nothing is served by Django: the page is empty, and the modules come from the folders under the addresses they import.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError

from tests.e2e.conftest import launched, playwright_driver
from tickets import uploads
from tickets.templatetags.spanish import size

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITE = "http://unidades.test"
TESTS = [
    (path.name, name)
    for path in sorted(HERE.glob("*.js"))
    if path.name != "assert.js"
    for name in re.findall(r"^export (?:async )?function (\w+)", path.read_text(), re.M)
]
RUN = "async ([file, name]) => { await (await import(file))[name](); }"
CALL = "async ([file, name, lists]) => { const module = await import(file); return lists.map((list) => module[name](...list)); }"


def _serve(route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body="<!doctype html><title>Unidades</title>", content_type="text/html")
    else:
        route.fulfill(path=ROOT / path.lstrip("/"), content_type="text/javascript")


@pytest.fixture(scope="module")
def page():
    with playwright_driver() as driver:
        browser = launched(driver)
        page = browser.new_page()
        page.route(f"{SITE}/**", _serve)
        page.goto(f"{SITE}/")
        yield page
        browser.close()


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_unit(page, file, name):
    page.evaluate(RUN, [f"/tests/js/{file}", name])


def test_what_is_not_equal_fails(page):
    with pytest.raises(Exception, match="got 1, expected 2"):
        page.evaluate("async () => (await import('/tests/js/assert.js')).equal(1, 2)")
    with pytest.raises(Exception, match="nothing there"):
        page.evaluate("async () => (await import('/tests/js/assert.js')).ok(0, 'nothing there')")


def test_each_file_holds_tests_that_were_found():
    written = {path.name for path in HERE.glob("*.js")} - {"assert.js"}

    assert written == {file for file, _ in TESTS} and len(TESTS) > 40


def test_a_size_reads_the_same_before_and_after_sending(page):
    numbers = [0, 1, 511, 1024, 1500, 2047, 217_088, 1_048_575, 1_048_576, 3_565_158, 10_485_760, 110_100_480]

    assert page.evaluate(CALL, ["/static/widget/limits.js", "size", [[n] for n in numbers]]) == [*map(size, numbers)]


@pytest.mark.parametrize(("octets", "held"), [(0, 0), (10_485_761, 0), (0, 10), (5, 0)])
def test_the_browser_refuses_in_the_very_words_of_the_server(page, octets, held):
    file = {"name": "carta.pdf", "size": octets}
    said = page.evaluate(CALL, ["/static/widget/limits.js", "refusal", [[file, held, uploads.for_browser()]]])

    try:
        uploads.check_upload(file["name"], octets, b"hola")
        refused = ""
    except ValidationError as error:
        refused = error.messages[0]
    assert said == [refused]
