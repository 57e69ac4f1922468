"""A web server that publishes the calendars of a folder, and misbehaves on request. A process of its own."""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.lstrip("/").partition("?")[0]
        special = getattr(self, f"_{name.replace('-', '_')}", None)
        if special:
            return special()
        file = Path(sys.argv[3]) / name
        return self._answer(200, file.read_bytes()) if file.is_file() else self._answer(404, b"")

    def _answer(self, status, body, **headers):
        self.send_response(status)
        for header, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def _big(self):
        self._answer(200, b"x" * 10_000_000)

    def _endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 100_000)

    def _drip(self):
        """A byte at a time, so that no single wait is long."""
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def _half(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"BEGIN:VCALENDAR")

    def _moved(self):
        self._answer(302, b"", Location="/own.ics")

    def _round(self):
        self._answer(302, b"", Location="/round")

    def _inside(self):
        self._answer(302, b"", Location=f"http://127.0.0.1:{sys.argv[2]}/own.ics")

    def _file(self):
        self._answer(302, b"", Location="file:///etc/passwd")

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", int(sys.argv[2])), Handler).serve_forever()
