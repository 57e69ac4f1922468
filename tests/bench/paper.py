"""How long papers take to make: data read from the database and the PDF set, nothing from the shelf.

Run by `python -m tests.bench` on its portal's database. Every paper is made in a new process, because Typst
remembers what it has set before. Each kind three times; the middle one is told.
"""

import multiprocessing
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor

import django

ROUNDS = 3
BOOK_TARGET = 5.0  # seconds for the whole handbook


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")
    django.setup()


def papers():
    from prosesstotte import pdf
    from tools import handbook, paper
    from tools.models import Method, Recipe

    methods = Method.objects.published().for_reading().in_order()
    return {
        "metode": lambda: paper.method_pdf(methods.get(slug="verdskafe")),
        "oppskrift": lambda: paper.recipe_pdf(Recipe.objects.with_blocks().first()),
        "samling av ti": lambda: paper.collection_pdf("Samling", "", methods[:10]),
        "korta, alle": lambda: paper.cards_pdf(methods),
        "handboka": lambda: pdf.compile_template(
            handbook.TEMPLATE, {**handbook.handbook_data(), "printed": "Utgåve"}
        ),
    }


def measure(name):
    """(seconds, pages, kB) of one paper."""
    from prosesstotte.pdf import page_count

    began = time.perf_counter()
    content = papers()[name]()
    return time.perf_counter() - began, page_count(content), len(content) // 1000


def report():
    print(f"\n{'På papir':30}{'sekund':>8}{'sider':>8}{'kB':>8}")
    fresh = {"mp_context": multiprocessing.get_context("spawn"), "max_tasks_per_child": 1}
    with ProcessPoolExecutor(1, initializer=set_up, **fresh) as processes:
        for name in papers():
            runs = list(processes.map(measure, [name] * ROUNDS))
            took = statistics.median(run[0] for run in runs)
            print(f"{name:30}{took:8.2f}{runs[0][1]:8}{runs[0][2]:8}  {verdict(name, took)}")


def verdict(name, took):
    if name != "handboka":
        return ""
    return f"under {BOOK_TARGET:.0f} s: {'held' if took < BOOK_TARGET else 'HELD IKKJE'}"


if __name__ == "__main__":
    set_up()
    report()
