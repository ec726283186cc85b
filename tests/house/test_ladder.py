"""What may import what: segusoporte > agents > notifications > surveys > tickets, and the walls inside notifications."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LINT_IMPORTS = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
APPS = ("segusoporte", "agents", "notifications", "surveys", "tickets")


def lint(where: Path) -> subprocess.CompletedProcess:
    return subprocess.run(LINT_IMPORTS, cwd=where, capture_output=True, text=True, timeout=120)


@pytest.fixture
def copy_of_the_house(tmp_path) -> Path:
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept():
    answer = lint(ROOT)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("tickets/mail.py", "import notifications"),
        ("notifications/reading/rows.py", "from django.db import models"),
        ("notifications/reading/options.py", "from django.conf import settings"),
        ("notifications/reading/fetching.py", "import socket"),
        ("notifications/reading/asking.py", "from urllib.request import urlopen"),
        ("notifications/reading/known.py", "from tickets import models"),
        ("notifications/outbox/arriving.py", "from notifications.inbound import spool"),
    ],
)
def test_an_import_against_a_contract_would_be_noticed(copy_of_the_house, module, forbidden):
    (copy_of_the_house / module).write_text(f"{forbidden}\n")

    answer = lint(copy_of_the_house)

    assert answer.returncode == 1
    assert module.removesuffix(".py").replace("/", ".") in answer.stdout


def test_reading_a_mail_loads_neither_django_nor_what_speaks_to_a_server():
    program = (
        "import sys; from notifications.reading import parse; parse(b'From: a@b.mx\\n\\nHola')\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
    )
    forbidden = ["django", "anymail", "celery", "imaplib", "smtplib", "http", "imapclient", "redis", "sqlite3"]

    answer = subprocess.run(
        [sys.executable, "-c", program, *forbidden], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (answer.returncode, answer.stdout.strip()) == (0, ""), answer.stderr
