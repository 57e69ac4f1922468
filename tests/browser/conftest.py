"""A real Chromium against the real portal. Without Chromium these tests are skipped, and say so.

Browser and portal end with this package: Playwright keeps an event loop while it runs, and Django's
tests after it in the same worker may not stand inside one.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.portal import CHROMIUM, CHROMIUM_ARGUMENTS, Portal


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium():
    if not shutil.which("chromium"):
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and CI must run the browser tests")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal():
    with Portal() as portal:
        yield portal


@pytest.fixture
def page(chromium, portal):
    context = chromium.new_context(locale="nn-NO", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
