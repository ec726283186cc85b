"""segusoporte > agents > notifications > surveys > tickets: each imports only downwards."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LINT_IMPORTS = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]


def test_each_app_imports_only_downwards():
    answer = subprocess.run(LINT_IMPORTS, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert answer.returncode == 0, answer.stdout


def test_a_step_upwards_would_be_noticed(tmp_path):
    for app in ("segusoporte", "agents", "notifications", "surveys", "tickets"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "__init__.py").touch()
    (tmp_path / "tickets" / "mail.py").write_text("import notifications\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())

    answer = subprocess.run(LINT_IMPORTS, cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert answer.returncode == 1
    assert "tickets.mail" in answer.stdout
