"""The embedded broker's directory, made fit for a worker."""

from pathlib import Path


def remove_empty_messages(directory: Path) -> None:
    """Remove files of zero bytes, left by a full disk or a killed writer: one of them ends the worker.

    Nothing is lost: a message is only a hint to look at the database.
    """
    control = directory / "control"
    control.mkdir(parents=True, exist_ok=True)
    for file in [*directory.glob("*.msg"), *control.glob("*.exchange")]:
        try:
            if file.stat().st_size == 0:
                file.unlink()
        except FileNotFoundError:  # taken meanwhile
            continue
