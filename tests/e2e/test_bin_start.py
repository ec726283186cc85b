"""bin/start before there is anything: what it says where it cannot go on."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.processes import ROOT

NEEDED = ["bash", "env", "dirname", "rm", "cmp", "cp", "mkdir"]


@pytest.fixture
def checkout(tmp_path):
    """A bare copy of what bin/start reads, and a machine with nothing but the plainest programs."""
    shutil.copytree(ROOT / "bin", tmp_path / "desk" / "bin")
    (tmp_path / "programs").mkdir()
    for program in NEEDED:
        (tmp_path / "programs" / program).symlink_to(shutil.which(program))
    return tmp_path


def install_python(checkout: Path, name: str, *, fitting: bool, venv: bool) -> None:
    """A stand-in that answers the two questions bin/start asks."""
    program = checkout / "programs" / name
    program.write_text(
        f'#!/bin/bash\ncase "$2" in *version_info*) exit {int(not fitting)};; *ensurepip*) exit {int(not venv)};; esac\nexit 1\n'
    )
    program.chmod(0o755)


def start(checkout: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(checkout / "desk" / "bin" / "start")], cwd="/", env={"PATH": str(checkout / "programs")},
        capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_without_python_it_says_which_one_is_needed(checkout):
    refused = start(checkout)

    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "Segusoporte necesita Python 3.11 o más nuevo y aquí no lo encontré. Instálalo y vuelve a intentarlo."
    )


def test_an_old_python_is_as_good_as_none(checkout):
    install_python(checkout, "python3", fitting=False, venv=True)

    refused = start(checkout)

    assert refused.returncode == 1
    assert "necesita Python 3.11 o más nuevo" in refused.stderr
    assert not (checkout / "desk" / ".venv").exists()


def test_a_python_without_venv_is_told_how_to_get_it(checkout):
    install_python(checkout, "python3", fitting=True, venv=False)

    refused = start(checkout)

    assert refused.returncode == 1
    assert refused.stderr.strip().startswith("A python3 le falta el módulo venv (en Debian: apt install python3-venv).")


def test_a_half_made_environment_is_made_anew(checkout):
    install_python(checkout, "python3", fitting=True, venv=True)
    (checkout / "desk" / ".venv" / "bin").mkdir(parents=True)
    (checkout / "desk" / ".venv" / "leftover").touch()

    refused = start(checkout)

    assert "No se pudo crear .venv" in refused.stderr  # the stand-in makes none
    assert not (checkout / "desk" / ".venv" / "leftover").exists()
