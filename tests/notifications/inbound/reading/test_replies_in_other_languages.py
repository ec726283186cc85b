import pytest

from notifications.inbound import visible_reply_of_text
from tests.notifications.inbound.reading.shapes import OTHER_BLOCKS, OTHER_INTROS, OURS, QUOTED, REPLY, words


@pytest.mark.parametrize("intro", OTHER_INTROS)
def test_an_introduction_in_another_language_ends_the_reply(intro):
    assert words(visible_reply_of_text(f"{REPLY}\n\n{intro}\n{QUOTED}\n")) == words(REPLY)
    assert words(visible_reply_of_text(f"{REPLY}\n\n{intro}\n\n{QUOTED}\n")) == words(REPLY)


@pytest.mark.parametrize("block", OTHER_BLOCKS)
def test_a_header_block_in_another_language_ends_the_reply(block):
    assert words(visible_reply_of_text(f"{REPLY}\n\n{block}\n\n{OURS}\n")) == words(REPLY)
