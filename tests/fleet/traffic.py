"""Visitors: bare HTTP with cookies, at a rate or as fast as it goes, and what they were answered."""

import http.client
import itertools
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlencode

from tests.fleet.machines import HOST

ANONYMOUS = [
    "/", "/metodar/", "/metodar/?steg=utforske&n={n}", "/metodar/idemyldring/", "/metodar/idemyldring/?n={n}",
    "/sok/?q=ungdom", "/metodar/oppskrifter/", "/om/", "/aktuelt/", "/referansegrupper/", "/bestill/",
]  # fmt: skip
LOGGED_IN = ["/mine/", "/metodar/?n={n}", "/", "/bestill/behov/", "/metodar/idemyldring/"]
CONNECTIONS = 8
NO_ANSWER = 0
_number = itertools.count(1)


@dataclass
class Answer:
    at: float  # seconds of the monotonic clock when the request began
    seconds: float
    path: str
    status: int
    headers: dict = field(default_factory=dict)
    text: str = ""

    @property
    def failed(self):
        return self.status == NO_ANSWER or self.status >= 500


class Visitor:
    """One browser at its own address; each request goes to one of the servers, as a proxy would send it."""

    def __init__(self, ports, session="", address=None):
        self.ports = ports
        self.address = address or str(ip_address("10.0.0.0") + next(_number))  # limits are counted by address
        self.cookies = {"sessionid": session} if session else {}

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, **data):
        token = self.cookies.get("csrftoken", "")
        return self._ask("POST", path, urlencode({**data, "csrfmiddlewaretoken": token}))

    def _ask(self, method, path, body=None):
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", random.choice(self.ports), timeout=60)
        try:
            connection.request(method, path, body, self._headers())
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            return Answer(began, time.monotonic() - began, path, NO_ANSWER, {}, type(error).__name__)
        finally:
            connection.close()
        self._keep_cookies(response)
        return Answer(began, time.monotonic() - began, path, response.status, dict(response.headers), text)

    def _headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Referer": f"https://{HOST}/",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }

    def _keep_cookies(self, response):
        for line in response.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r"([^=]+)=([^;]*)", line).groups()
            self.cookies[name] = value


class Load:
    """Mixed traffic from `CONNECTIONS` visitors until `stop`: `rate` a second, or as fast as it goes."""

    def __init__(self, ports, sessions, rate=None):
        self.rate, self.answers = rate, []
        self.ticks, self.started, self.ended = itertools.count(), time.monotonic(), None
        self.stopping = threading.Event()
        logged_in = [Visitor(ports, session) for session in sessions]
        visitors = [*logged_in, *(Visitor(ports) for _ in range(CONNECTIONS - len(logged_in)))]
        self.threads = [threading.Thread(target=self._visit, args=(visitor,)) for visitor in visitors]
        for thread in self.threads:
            thread.start()

    def _visit(self, visitor):
        paths = LOGGED_IN if visitor.cookies else ANONYMOUS
        while not self.stopping.is_set():
            if self.rate:
                self.stopping.wait(max(0, self.started + next(self.ticks) / self.rate - time.monotonic()))
            answer = visitor.get(random.choice(paths).format(n=next(_number) % 900 + 4))
            answer.text = answer.text if answer.failed else ""
            self.answers.append(answer)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.ended = time.monotonic()
        return self

    def refused(self):
        """{status: times} of answers that say the script asked wrongly, or too often."""
        return dict(Counter(answer.status for answer in self.answers if 400 <= answer.status < 500))

    def per_second(self):
        return len(self.answers) / (self.ended - self.started)

    def milliseconds(self, part):
        times = sorted(answer.seconds for answer in self.answers)
        return 1000 * times[int(len(times) * part)]


def measure(ports, sessions, seconds):
    """The rate the fleet holds when everybody asks again as soon as they are answered."""
    load = Load(ports, sessions)
    time.sleep(seconds)
    return load.stop()
