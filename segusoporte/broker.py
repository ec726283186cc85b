"""The embedded broker: Celery's messages as files of one folder, for one worker on one machine.

kombu's own filesystem transport writes each file in place, so that a reader meets half of one and the worker ends with
JSONDecodeError. Here a file appears whole, since it is written under another name and renamed; and one that nobody can
read (a full disk, a power cut) is set aside instead of ending the worker. Nothing is lost with it: a message is only a
hint to look at the database.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from queue import Empty

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)
SCHEME = "embedded"  # of CELERY_BROKER_URL
SET_ASIDE = "set_aside"  # the folder, within the broker's, of files that nobody can read
MOST_SET_ASIDE = 20  # files; beyond it the oldest go
UNFINISHED = ".part"
ABANDONED = 60  # seconds after which nobody is still writing a file

_reported: set[Path] = set()  # what this process has said that it cannot move


class Channel(filesystem.Channel):
    """The files, their names and the settings are those of kombu's transport."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._listed: dict[str, deque[Path]] = defaultdict(deque)  # by queue: seen in the folder and not yet read

    def _put(self, queue: str, payload: dict, **_kwargs) -> None:  # type: ignore[override]  # as its parent names it
        file = Path(self.data_folder_out, f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        try:
            write_whole(file, dumps(payload))
        except OSError as error:
            raise ChannelError(f"Cannot add {file}") from error

    def _get(self, queue: str) -> dict:  # type: ignore[override]  # as its parent has it
        """The oldest message. The folder is listed once for all that wait in it: a long queue costs no more a message."""
        listed = self._listed[queue]
        if not listed:
            listed.extend(self._list(queue))
        while listed:
            message = self._take(listed.popleft())
            if message is not None:
                return message
        raise Empty

    def _list(self, queue: str) -> list[Path]:
        """What waits; nothing while the folder cannot be read, which the health page says. One that is gone is made anew."""
        folder = Path(self.data_folder_in)
        try:
            names = [name for name in os.listdir(folder) if name.partition(".")[2] == f"{queue}.msg"]  # noqa: PTH208  (thousands of names)
        except OSError as error:
            _report_once(folder, error)
            _make_anew(folder)
            return []
        _reported.discard(folder)
        return [folder / name for name in sorted(names)]

    def _take(self, file: Path) -> dict | None:
        """The message of the file, removed with it; None where another process took it or nobody can read it."""
        try:
            message = parse_message(file.read_bytes())
            file.unlink()
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            set_aside(file, Path(self.data_folder_in), error)
            return None
        return message

    def get_table(self, exchange):
        """The bindings in the exchange's file; where there is none, those that this process made."""
        table = self._read_table(self._exchange_file(exchange))
        if table is None:
            known = self.state.exchanges.get(exchange, {}).get("table", [])
            return [binding(*parts) for parts in known]
        return table

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        new = binding(routing_key, pattern, queue)
        self._change_table(exchange, lambda table: table if new in table else [new, *table])

    def _delete(self, queue, exchange, routing_key, pattern, *_args, **_kwargs):
        self._purge(queue)
        old = binding(routing_key, pattern, queue)
        self._change_table(exchange, lambda table: [other for other in table if other != old])

    def _read_table(self, file: Path) -> list[exchange_queue_t] | None:
        try:
            return [exchange_queue_t(*parts) for parts in loads(file.read_bytes().decode())]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            set_aside(file, Path(self.data_folder_in), error)
            return None

    def _change_table(self, exchange: str, change: Callable[[list], list]) -> None:
        file = self._exchange_file(exchange)
        try:
            self.control_folder.mkdir(exist_ok=True)
            with (self.control_folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # two processes that bind at once both stay bound
                before = self._read_table(file)
                after = change(before or [])
                if after != before:
                    write_whole(file, dumps(after))
        except OSError as error:
            raise ChannelError(f"Cannot change {file}") from error


class Transport(filesystem.Transport):
    Channel = Channel
    global_state = virtual.BrokerState()


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:{Transport.__name__}"


def binding(routing_key: str | None, pattern: str | None, queue: str | None) -> exchange_queue_t:
    return exchange_queue_t(routing_key or "", pattern or "", queue or "")


def parse_message(content: bytes) -> dict:
    """Raises ValueError or TypeError for what is no whole message."""
    message = loads(content.decode())
    if not isinstance(message, dict) or "delivery_tag" not in message.get("properties", {}):
        raise ValueError("no message")
    return message


def write_whole(file: Path, text: str) -> None:
    """The file appears with all of its text or not at all. Raises OSError."""
    unfinished = file.with_name(f"{file.name}.{uuid.uuid4().hex}{UNFINISHED}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def set_aside(file: Path, directory: Path, why: Exception) -> None:
    """Move a file that nobody can read out of the worker's way; the newest few are kept for whoever looks for the cause.

    Where that fails too (a folder that cannot be written) the file stays and is skipped: no worker ends for it.
    """
    folder = directory / SET_ASIDE
    try:
        folder.mkdir(exist_ok=True)
        file.replace(folder / file.name)
        kept = sorted(folder.iterdir(), key=lambda other: other.stat().st_mtime)
        for oldest in kept[:-MOST_SET_ASIDE]:
            _remove(oldest)
    except FileNotFoundError:  # another process was faster
        return
    except OSError as error:
        _report_once(file, error)
        return
    log.warning(
        "Aparté de la carpeta del corredor %s, que no se puede leer (%s). En %s hay %d.",
        file.name, type(why).__name__, folder, min(len(kept), MOST_SET_ASIDE),
    )  # fmt: skip


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make_anew(folder: Path) -> None:
    """A folder that somebody took away is back with the next look, or as soon as nothing stands in its place."""
    with contextlib.suppress(OSError):
        prepare_directory(folder)


def _report_once(path: Path, error: OSError) -> None:
    """The worker comes back to it every second; one line says it."""
    if path not in _reported:
        _reported.add(path)
        log.error("La carpeta del corredor no deja tomar ni apartar %s (%s).", path, type(error).__name__)


def count_set_aside(directory: Path) -> int:
    """Raises OSError where nothing could be set aside, as when a file stands in the folder's place."""
    folder = directory / SET_ASIDE
    return len(list(folder.iterdir())) if folder.exists() else 0


def prepare_directory(directory: Path) -> None:
    """Make the folders of the broker, and remove what a killed writer did not finish."""
    control = directory / "control"
    control.mkdir(parents=True, exist_ok=True)
    for file in [*directory.glob(f"*{UNFINISHED}"), *control.glob(f"*{UNFINISHED}")]:
        try:
            if time.time() - file.stat().st_mtime > ABANDONED:
                file.unlink()
        except FileNotFoundError:  # finished meanwhile
            continue
