"""Servers that misbehave, for what must survive them."""

import os
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


@pytest.fixture
def frozen_server():
    """A port that accepts connections and never says a word: a frozen Redis."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


@pytest.fixture
def closed_server():
    """A port where nobody listens: a Redis that is down."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{reserved.getsockname()[1]}/0"


@pytest.fixture
def common_folder():
    """A folder that every user of the machine reaches; those of pytest are its own user's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@contextmanager
def as_nobody():
    """With an ordinary user's rights: root would read and write what nobody may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
