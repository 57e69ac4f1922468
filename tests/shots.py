"""`make shots`: every screen at 1280 and 390 px, light and dark, into shots/."""

from playwright.sync_api import sync_playwright

from prosesstotte.embedded import PROJECT
from tests.portal import CHROMIUM, CHROMIUM_ARGUMENTS, Portal
from tests.screens import LOOKS, PUBLIC

FOLDER = PROJECT / "shots"


def main():
    FOLDER.mkdir(exist_ok=True)
    with Portal("shots") as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for width, scheme in LOOKS:
            context = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}, locale="nn-NO"
            )
            page = context.new_page()
            for name, address in PUBLIC:
                page.goto(portal.url + address)
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()
        browser.close()
    print(f"{len(PUBLIC) * len(LOOKS)} bilete i {FOLDER.name}/")


if __name__ == "__main__":
    main()
