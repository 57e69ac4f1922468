"""One SVG sprite of the icons we use. Run by refresh.sh: folder of icons, then the target."""

import re
import sys
from pathlib import Path

ICONS = [
    "ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowsSquarepath", "Bookmark",
    "BookmarkFill", "Calendar", "Chat", "Checkmark", "ChevronRight", "Clock", "Download",
    "DragVertical", "EnvelopeClosed", "ExclamationmarkTriangle", "FilePdf", "FileText", "Files",
    "InformationSquare", "Link", "LocationPin", "MagnifyingGlass", "PadlockLocked",
    "PadlockUnlocked", "Pause", "Pencil", "PersonGroup", "Phone", "Play", "Plus", "PrinterSmall",
    "SkipForward", "Tasklist", "Trash", "Video", "XMark",
]  # fmt: skip


def kebab(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def symbol(folder, name):
    body = re.search(r"<svg[^>]*>(.*)</svg>", (folder / f"{name}.svg").read_text(), re.S).group(1).strip()
    body = body.replace(' fill="currentColor"', "")
    return f'<symbol id="{kebab(name)}" viewBox="0 0 24 24">{body}</symbol>'


def main(folder, target):
    symbols = "\n".join(symbol(folder, name) for name in ICONS)
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


main(Path(sys.argv[1]), Path(sys.argv[2]))
