import pytest

from tests.notifications.reading.mails import shown
from tests.notifications.reading.shapes import OTHER_BLOCKS, OTHER_INTROS, OURS, QUOTED, REPLY, words


@pytest.mark.parametrize("intro", OTHER_INTROS)
def test_an_introduction_in_another_language_ends_the_reply(intro):
    assert words(shown(f"{REPLY}\n\n{intro}\n{QUOTED}\n")) == words(REPLY)
    assert words(shown(f"{REPLY}\n\n{intro}\n\n{QUOTED}\n")) == words(REPLY)


@pytest.mark.parametrize("block", OTHER_BLOCKS)
def test_a_header_block_in_another_language_ends_the_reply(block):
    assert words(shown(f"{REPLY}\n\n{block}\n\n{OURS}\n")) == words(REPLY)
