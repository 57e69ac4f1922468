"""What axe finds on a page as it stands, as it is looked at or in every look at once."""

from pathlib import Path

from tests.screens import LOOKS

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast"]}  # all that the dark scheme changes


def violations(page, rules=EVERYTHING):
    """One line for each element that breaks a rule."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)  # through the debugger, so the page's own CSP stays in force
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def violations_in_every_look(page):
    """Wide and narrow, light and dark, without loading the page anew; left wide and light."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        lines = violations(page, COLOURS if scheme == "dark" else EVERYTHING)
        found += [f"{width} {scheme} {line}" for line in lines]
    page.set_viewport_size({"width": LOOKS[0][0], "height": 900})
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page):
    """A line when the page scrolls sideways on the narrowest screen; left wide."""
    page.set_viewport_size({"width": 320, "height": 700})
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size({"width": LOOKS[0][0], "height": 900})
    return ["scrolls sideways at 320"] * is_wide
