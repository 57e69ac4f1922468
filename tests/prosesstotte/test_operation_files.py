"""What an operator is handed: every setting is written down, and the units are units."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READ_BY = ["prosesstotte/settings.py", "prosesstotte/gunicorn_settings.py", "prosesstotte/backup/programs.py"]
UNITS = sorted((ROOT / "docs" / "systemd").iterdir())
OTHERS = {"PATH", "DEMO"}


def variables_read():
    """Every name that is asked for with env…("NAME") or os.environ.get("NAME")."""
    text = "\n".join((ROOT / path).read_text() for path in [*READ_BY, "manage.py"])
    return {name for _, name in re.findall(r'\b(env\w*|environ\.get)\(\s*"([A-Z_]+)"', text)} - OTHERS


def test_every_variable_the_portal_reads_is_in_the_documentation():
    written = "\n".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))

    assert {name for name in variables_read() if f"`{name}" not in written} == set()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_what_the_project_has(unit):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text())

    assert "Unit" in parser
    if "Service" in parser:
        started = parser["Service"]["ExecStart"]
        assert "prosesstotte.wsgi" in started or "manage.py" in started
        assert {"User", "EnvironmentFile", "NoNewPrivileges"} <= set(parser["Service"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_itself_finds_nothing_to_say(tmp_path):
    for unit in UNITS:
        text = unit.read_text().replace("/srv/portal/.venv/bin/", "/usr/bin/env ").replace("/srv/portal", "/")
        (tmp_path / unit.name).write_text(text)
    paths = [str(tmp_path / unit.name) for unit in UNITS]

    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True)

    assert (done.returncode, done.stderr.strip()) == (0, "")
