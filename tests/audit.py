"""`make audit`: known holes in the packages we use, asked of the public database by PyPA's pip-audit.

It lives in an environment of its own, so that what it needs is no package of ours. Without a network nothing
is known, and that is said: «not asked» is never «nothing found». A mirror that knows the packages but no
hole in them answers «nothing» to everything, so a version that is known to be bad is asked about first.
"""

import subprocess
import sys
import tempfile
import venv

from prosesstotte.embedded import PROJECT, data_home

LOCKS = ["requirements.lock", "requirements-dev.lock"]
KNOWN_TO_BE_BAD = "django==4.2.0"
NOT_ASKED = 2


def main():
    program = installed()
    if program is None:
        return not_asked("pip-audit kunne ikkje installerast")
    if not knows_anything(program):
        return not_asked("databasen over kjende hol svarar ikkje")
    return max(audit(program, lock) for lock in LOCKS)


def knows_anything(program):
    """Whether the database tells of a hole that everybody knows."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as bad:
        bad.write(f"{KNOWN_TO_BE_BAD}\n")
        bad.flush()
        return "known vulnerabilit" in ask(program, bad.name, "--no-deps").stderr.replace("No known", "")


def installed():
    """pip-audit in a small environment beside the data, or None when it cannot be fetched."""
    place = data_home() / "audit"
    program = place / "bin" / "pip-audit"
    if not program.exists():
        venv.create(place, with_pip=True, clear=True)
        command = [place / "bin" / "python", "-m", "pip", "install", "-q", "pip-audit"]
        if subprocess.run(command).returncode:
            return None
    return program


def ask(program, packages, *options):
    command = [program, "-r", packages, "--disable-pip", "--progress-spinner", "off", *options]
    return subprocess.run(command, capture_output=True, text=True)


def audit(program, lock):
    """0 when nothing is known against `lock`, 1 when something is, 2 when not all were asked."""
    done = ask(program, PROJECT / lock, "--require-hashes", "--strict")
    if done.returncode == 0:
        print(f"{lock}: ingen kjende hol.")
        return 0
    if done.stderr.startswith("Found "):
        print(f"{lock}:\n{done.stdout}{done.stderr}")
        return 1
    return not_asked(f"{lock}: {(done.stderr.strip() or 'ikkje noko svar').splitlines()[-1][:300]}")


def not_asked(why):
    print(f"IKKJE KONTROLLERT: {why}.", file=sys.stderr)
    print("Kommandoen treng nettet. Køyr han på ei maskin som har det.", file=sys.stderr)
    return NOT_ASKED


if __name__ == "__main__":
    sys.exit(main())
