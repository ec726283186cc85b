"""What one test process at a time may use: a name is claimed with a lock on a file, which ends with its process."""

import fcntl
import itertools
import os
import tempfile
from pathlib import Path
from typing import TextIO

DIRECTORY = Path(tempfile.gettempdir()) / f"segusoporte-tests-{os.getuid()}"
_held: dict[str, TextIO] = {}


def claim(name: str) -> bool:
    """Whether `name` belongs to this process from now on; False when another one has it, or this one already."""
    if name in _held:
        return False
    DIRECTORY.mkdir(exist_ok=True)
    file = (DIRECTORY / f"{name}.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _held[name] = file
    return True


def run_number() -> str:
    """0, 1, …: of this test run among those at work on this machine; its xdist workers read it from the environment."""
    if "TEST_RUN" not in os.environ:
        os.environ["TEST_RUN"] = next(str(n) for n in itertools.count() if claim(f"run-{n}"))
    return os.environ["TEST_RUN"]
