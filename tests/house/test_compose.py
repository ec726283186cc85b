"""docker-compose.yml is what Compose accepts, and what our README says."""

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = ROOT / "docker-compose.yml"


def validate(path: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_compose_file_keeps_to_the_schema():
    answer = validate(COMPOSE)

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_schema_would_notice_a_mistake(tmp_path):
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("command:", "comand:", 1))

    assert validate(wrong).returncode != 0


def test_every_process_of_the_desk_is_there_and_beat_is_one():
    services = yaml.safe_load(COMPOSE.read_text())["services"]

    assert {"web", "worker", "beat", "postgres", "redis"} <= services.keys()
    assert [name for name, service in services.items() if " beat" in str(service.get("command"))] == ["beat"]
    assert "-B" not in services["worker"]["command"].split()


def test_the_desk_waits_for_its_tables_and_shares_its_files():
    services = yaml.safe_load(COMPOSE.read_text())["services"]

    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["volumes"] == ["files:/data"]
        assert services[name]["environment"]["VAR_DIR"] == "/data"


def test_the_image_carries_no_secret_and_no_data_of_this_machine():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".env", "var", ".git", ".venv"} <= set(ignored)
    assert "USER segusoporte" in (ROOT / "Dockerfile").read_text()


def test_the_image_and_bin_start_install_with_the_same_uv():
    version = next(
        line.partition("=")[2]
        for line in (ROOT / "bin/setup.sh").read_text().splitlines()
        if line.startswith("UV_VERSION=")
    )

    assert f"uv=={version}" in (ROOT / "Dockerfile").read_text()
