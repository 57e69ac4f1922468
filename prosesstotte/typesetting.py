"""One paper, set in a process of its own: `prosesstotte.pdf` runs this file, and it imports nothing of ours.

Typst remembers what it has set (a handbook leaves most of a gigabyte behind), and a panic in it ends the
process. Neither may happen to a web worker. In: JSON on standard input. Out: the PDF on standard output.
"""

import json
import sys

import typst


def main():
    order = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[order["fonts"]])
    content = typst.compile(
        order["path"],
        root=order["root"],
        font_paths=fonts,
        pdf_standards=["ua-1"],
        sys_inputs=order["inputs"],
    )
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
