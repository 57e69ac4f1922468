"""`make lighthouse`: Google's own measure of front page, list and card, at least 95 of 100 in all four."""

import json
import os
import shutil
import subprocess
import sys

from tests.portal import CHROMIUM, Portal

VERSION = "13.5.0"
PAGES = {"framside": "/", "liste": "/metodar/", "metodekort": "/metodar/idemyldring/"}
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
LEAST = 95
TRIES = 3  # a machine that is busy with something else only makes it worse: the best of three counts


def scores(url):
    """{category: points of 100} for one page, as a telephone on a slow line sees it."""
    command = [
        "npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-quic",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report = json.loads(answer.stdout)
    return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}


def best(url):
    found = []
    while len(found) < TRIES and (not found or min(found[-1].values()) < LEAST):
        found.append(scores(url))
    return max(found, key=lambda points: min(points.values()))


def main():
    if not shutil.which("npx"):
        sys.exit("Lighthouse treng Node, og Node manglar. Skriv: sudo apt-get install nodejs npm")
    if not shutil.which(CHROMIUM):
        sys.exit("Lighthouse treng Chromium, og Chromium manglar. Skriv: sudo apt-get install chromium")
    with Portal("lighthouse") as portal:
        found = {name: best(portal.url + address) for name, address in PAGES.items()}
    for name, points in found.items():
        print(f"{name:12}", "  ".join(f"{category} {number}" for category, number in points.items()))
    low = [name for name, points in found.items() if min(points.values()) < LEAST]
    if low:
        sys.exit(f"Under {LEAST}: {', '.join(low)}")


if __name__ == "__main__":
    main()
