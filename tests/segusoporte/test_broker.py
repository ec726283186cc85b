"""The embedded broker: a file appears whole, and one that nobody can read ends no worker."""

import json
import logging
import multiprocessing
import os
import shutil
import time
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

from segusoporte import settings as product
from segusoporte.broker import MOST_SET_ASIDE, Transport, count_set_aside, prepare_directory, write_whole
from tests.segusoporte.conftest import as_nobody

MANY = 10_000
QUEUE = Queue("celery", Exchange("celery"), routing_key="celery")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    prepare_directory(tmp_path)
    monkeypatch.setattr(Transport, "global_state", type(Transport.global_state)())  # a process that has bound nothing
    return tmp_path


def connect(folder: Path) -> Connection:
    """As the settings connect: transports are named by the scheme of the address."""
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    return Connection(product.CELERY_BROKER_URL if not product.REDIS_URL else "embedded://", transport_options=options)


@pytest.fixture
def channel(folder):
    with connect(folder) as connection, connection.channel() as channel:
        yield channel


@pytest.fixture
def queue(channel):
    bound = QUEUE(channel)
    bound.declare()
    return bound


def message(number: int) -> dict:
    return {"body": f"{number:05}" * 400, "properties": {"delivery_tag": str(number)}}  # longer than one page


def write_many(folder: Path) -> None:
    with connect(folder) as connection, connection.channel() as channel:
        for number in range(MANY):
            channel._put("celery", message(number))


def test_a_reader_beside_a_writer_meets_ten_thousand_whole_messages(folder, channel):
    writer = multiprocessing.get_context("fork").Process(target=write_many, args=(folder,))
    writer.start()
    received = set()
    deadline = time.monotonic() + 120

    while len(received) < MANY and time.monotonic() < deadline:
        try:
            received.add(channel._get("celery")["properties"]["delivery_tag"])
        except Empty:
            time.sleep(0.001)
    writer.join()

    assert len(received) == MANY
    assert count_set_aside(folder) == 0


def test_a_long_queue_costs_no_more_a_message(folder, channel, monkeypatch):
    listings = []
    monkeypatch.setattr(os, "listdir", lambda path, listdir=os.listdir: listings.append(path) or listdir(path))
    for number in range(50):
        channel._put("celery", message(number))

    tags = [channel._get("celery")["properties"]["delivery_tag"] for _ in range(50)]

    assert sorted(tags) == sorted(str(number) for number in range(50))
    assert len(listings) == 1


def test_a_message_that_another_reader_took_is_passed_over(folder, channel):
    for number in range(3):
        (folder / f"{number}_a.celery.msg").write_text(json.dumps(message(number)))
    channel._get("celery")
    (folder / "1_a.celery.msg").unlink()

    assert channel._get("celery") == message(2)


def test_what_was_published_comes_out_once(channel, queue):
    QUEUE.exchange(channel).publish(QUEUE.exchange(channel).Message("una pista"), routing_key="celery")

    assert queue.get().payload == "una pista"
    assert queue.get() is None


@pytest.mark.parametrize(
    "content", [b"", b'{"body": "eyJ', b"\xff\xfe", b"[]", b"5", b"{}", b'{"properties": null}', b'{"properties": {}}']
)
def test_an_unreadable_message_is_set_aside_and_the_next_one_is_read(folder, channel, caplog, content):
    (folder / "1_a.celery.msg").write_bytes(content)
    (folder / "2_b.celery.msg").write_text(json.dumps(message(2)))

    with caplog.at_level(logging.WARNING):
        received = channel._get("celery")

    assert received == message(2)
    assert (folder / "set_aside" / "1_a.celery.msg").read_bytes() == content
    assert "Aparté de la carpeta del corredor 1_a.celery.msg" in caplog.text
    with pytest.raises(Empty):
        channel._get("celery")


def test_of_the_files_set_aside_the_newest_few_are_kept(folder, channel):
    for number in range(MOST_SET_ASIDE + 5):
        file = folder / f"{number:03}_a.celery.msg"
        file.write_bytes(b"")
        os.utime(file, (number, number))

    with pytest.raises(Empty):
        channel._get("celery")

    kept = sorted(file.name for file in (folder / "set_aside").iterdir())
    assert kept == [f"{number:03}_a.celery.msg" for number in range(5, MOST_SET_ASIDE + 5)]
    assert count_set_aside(folder) == MOST_SET_ASIDE


def test_a_file_that_is_still_being_written_is_no_message(folder, channel, monkeypatch):
    seen = []
    monkeypatch.setattr(Path, "replace", lambda file, _target: seen.append((file.exists(), channel._size("celery"))))

    channel._put("celery", message(1))

    assert seen == [(True, 0)]


def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch):
    def fail(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", fail)

    with pytest.raises(OSError, match="No space"):
        write_whole(folder / "1_a.celery.msg", "{}")

    assert [file.name for file in folder.iterdir()] == ["control"]


@pytest.mark.parametrize("content", [b"", b'[["cel', b"[5]"])
def test_an_unreadable_table_of_bindings_is_set_aside_and_messages_still_find_their_queue(
    folder, channel, queue, content
):
    (folder / "control" / "celery.exchange").write_bytes(content)

    QUEUE.exchange(channel).publish(QUEUE.exchange(channel).Message("una pista"), routing_key="celery")

    assert queue.get().payload == "una pista"
    assert (folder / "set_aside" / "celery.exchange").read_bytes() == content


def bind(folder: Path, number: int) -> None:
    with connect(folder) as connection, connection.channel() as channel:
        Exchange("shared")(channel).declare()
        for turn in range(20):
            channel.queue_bind(f"queue-{number}-{turn}", "shared", "key")


def test_processes_that_bind_at_once_all_stay_bound(folder, channel):
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=bind, args=(folder, number)) for number in range(4)]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    bound = {entry.queue for entry in channel.get_table("shared")}
    assert bound == {f"queue-{number}-{turn}" for number in range(4) for turn in range(20)}


def test_a_deleted_queue_is_bound_no_more_and_its_messages_are_gone(folder, channel, queue):
    channel._put("celery", message(1))

    queue.delete()

    assert channel.get_table("celery") == []
    assert channel._size("celery") == 0


def test_what_a_killed_writer_left_unfinished_is_removed_and_what_is_being_written_stays(folder):
    for name, age in (("old.part", 3600), ("new.part", 0)):
        for directory in (folder, folder / "control"):
            (directory / name).touch()
            os.utime(directory / name, (time.time() - age,) * 2)

    prepare_directory(folder)

    assert sorted(file.name for file in folder.rglob("*.part")) == ["new.part", "new.part"]


def test_the_folder_is_made_when_missing(tmp_path):
    prepare_directory(tmp_path / "var" / "broker")

    assert (tmp_path / "var" / "broker" / "control").is_dir()


@pytest.mark.parametrize("content", ["{half", json.dumps(message(1))])
def test_a_folder_that_cannot_be_written_ends_no_worker_and_is_said_once(common_folder, caplog, content):
    prepare_directory(common_folder)
    (common_folder / "1_a.celery.msg").write_text(content)
    common_folder.chmod(0o555)

    with connect(common_folder) as connection, connection.channel() as channel, as_nobody():
        for _ in range(3):
            with pytest.raises(Empty):
                channel._get("celery")

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert (common_folder / "1_a.celery.msg").exists()


def test_a_folder_that_cannot_be_listed_ends_no_worker(common_folder):
    common_folder.chmod(0o000)

    with connect(common_folder) as connection, connection.channel() as channel, as_nobody(), pytest.raises(Empty):
        channel._get("celery")


def test_a_folder_that_is_gone_comes_back_with_the_next_look(folder, channel):
    shutil.rmtree(folder)

    with pytest.raises(Empty):
        channel._get("celery")
    channel._put("celery", {"body": "", "properties": {"delivery_tag": "1"}})

    assert channel._get("celery")["properties"]["delivery_tag"] == "1"


def test_a_file_in_the_place_of_what_is_set_aside_ends_no_worker(folder, channel):
    (folder / "set_aside").write_text("un archivo")
    (folder / "1_a.celery.msg").write_text("{half")
    (folder / "2_b.celery.msg").write_text(json.dumps(message(2)))

    assert channel._get("celery") == message(2)


def test_a_directory_among_what_is_set_aside_is_pruned_like_a_file(folder, channel):
    for number in range(MOST_SET_ASIDE + 3):
        (folder / f"{number}_a.celery.msg").mkdir()
        (folder / f"{number}_a.celery.msg" / "dentro").touch()

    with pytest.raises(Empty):
        channel._get("celery")

    assert count_set_aside(folder) == MOST_SET_ASIDE
