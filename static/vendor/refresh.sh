#!/usr/bin/env bash
# Fetch every vendored file anew. Run by a person, never by a build; commit the result.
# Needs node, npm and python3 with venv. Versions are pinned here and nowhere else.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

fetch() { # name@version -> $tmp/package
  (cd "$tmp" && rm -rf package && npm pack --silent "$1" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
}
put() { install -D -m 644 "$1" "$2"; }

# Designsystemet: the components as they are, and a theme built from our own config.
fetch @digdir/designsystemet-css@1.22.0
put "$tmp/package/dist/src/index.css" "$here/designsystemet/designsystemet.css"
put "$tmp/package/LICENSE" "$here/designsystemet/LICENSE"
cp "$here/designsystemet.config.json" "$tmp/"
(
  cd "$tmp"
  npx --yes @digdir/designsystemet@1.15.0 tokens create --config designsystemet.config.json --clean
  npx --yes @digdir/designsystemet@1.15.0 tokens build --clean --out-dir tema --config designsystemet.config.json
)
put "$tmp/tema/prosess.css" "$here/designsystemet/tema/prosess.css"

# Schibsted Grotesk: variable for the web, three static faces for PDF.
fetch @fontsource-variable/schibsted-grotesk@5.3.0
for part in latin latin-ext; do
  put "$tmp/package/files/schibsted-grotesk-$part-wght-normal.woff2" \
    "$here/fonts/schibsted-grotesk-$part-wght-normal.woff2"
done
put "$tmp/package/LICENSE" "$here/fonts/LICENSE"
python3 -m venv "$tmp/python"
"$tmp/python/bin/pip" install --quiet fonttools==4.60.1 brotli==1.1.0
"$tmp/python/bin/python" "$here/make_pdf_fonts.py" "$here/fonts"

# SortableJS: the programme editor only.
fetch sortablejs@1.15.7
put "$tmp/package/Sortable.min.js" "$here/sortable/Sortable.min.js"
put "$tmp/package/LICENSE" "$here/sortable/LICENSE"

# Aksel's icons: one sprite. Their licence lies in aksel/LICENSE; the package has none.
fetch @navikt/aksel-icons@8.16.2
python3 "$here/make_icon_sprite.py" "$tmp/package/dist/svg" "$root/static/img/ikon.svg"

# axe-core: for the browser tests, never served.
fetch axe-core@4.14.1
put "$tmp/package/axe.min.js" "$root/tests/browser/vendor/axe.min.js"
put "$tmp/package/LICENSE" "$root/tests/browser/vendor/LICENSE-axe-core"

# The manifest storage would look for the maps that these lines name.
sed -i 's@/\*# sourceMappingURL=[^*]*\*/@@; /^\/\/# sourceMappingURL=/d' "$here"/designsystemet/*.css \
  "$here"/designsystemet/tema/*.css "$here"/sortable/*.js

cd "$here"
find . -type f ! -name SHA256SUMS ! -name '*.sh' ! -name '*.py' -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS
