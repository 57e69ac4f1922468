"""The headers that every answer carries: pages, finished pages, files, papers, errors and static files.

Stands outermost, so that nothing gets past it. What a page of ours sets for itself is left as it is.
"""

FEATURES = [
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-create", "screen-wake-lock",
    "serial", "usb", "xr-spatial-tracking",
]  # fmt: skip
OWN = {
    "screen-wake-lock": "(self)",  # the clock of a running meeting
    "publickey-credentials-create": "(self)",  # a passkey as the second step
}
PERMISSIONS = ", ".join(f"{name}={OWN.get(name, '()')}" for name in FEATURES)
# What is no page may do nothing at all. A browser draws a PDF inside a page of its own with inline styles.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAPER = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind == "application/pdf":
            response.headers["Content-Security-Policy"] = PAPER
        elif kind not in {"text/html", ""}:
            response.headers["Content-Security-Policy"] = NOTHING
        response.headers.setdefault("Content-Security-Policy", NOTHING)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
