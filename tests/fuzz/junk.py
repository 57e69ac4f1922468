"""What people, robots and broken programs send. Bytes where it is no text at all."""

import json

from hypothesis import strategies as st

NUMBERS = [
    "0", "-1", "1", "007", "2", "9" * 18, "9" * 400, "-" + "9" * 30, "2147483648", "9223372036854775808",
    "1e309", "1e-9", "NaN", "inf", "-inf", "1.5", "1,5", "0x10", "1_000", "٣", "²", "१२", "½", "+1", " 1 ",
]  # fmt: skip
MOMENTS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-12-15T09:00:00+01:00",
    "2026-12-15T09:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-W99", "2026-W53", "0000-W01",
    "9999-W53", "24:00", "23.59", "09.00", "0900", "kl. 9", "25:61", "-1:00", "31.12.9999", "2027-03-28T02:30",
    "20261215T0900", "2026-12-15 09:00:00.999999999", "2026-12-15T09:00:00+99:99",
]  # fmt: skip
TEXTS = [
    "", " ", "\n", "on", "true", "null", "__all__", "x", "ja", "nei", "vel", "\t\t", "a|b|c|d", "a.b.c", "%", "%s%n%x",
    "\0", "a\0b", b"\xff\xfe", b"\xed\xa0\x80", b"caf\xe9", "\ufffd", "\x1b[31m", "\r\nBcc: vond@example.org",
    "a\rb\nc", "\u202eblåbær\u202c", "مرحبا", "𝕏😀" * 40, "\u200b\u200d\ufeff", "e\u0301" * 50, "ß ı İ ﬁ",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE tools_method; --", "' OR '1'='1",
    "{{ 7*7 }}{% debug %}", "${7*7}", "../../../etc/passwd", "..%2f..%2f", "//vond.example/", "https://vond.example/",
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", "[]", "{}", "[[[[[[", "[" * 5_000,
    '{"a": {"b": [1, 2, {"c": null}]}}', "a[b][c]", "\\", "\\u0000", "*", "(((((", "a" * 300 + "@example.org",
    "kari@example.no", "kari@example.no, ola@example.no", '"kari"@[127.0.0.1]', "x" * 10_000, "ord " * 4_000,
    "| a | b |\n|---|---|\n" * 50, "> " * 500, "**" * 2_000, "![x](javascript:1)" * 20, "#" * 500, "`" * 999,
]  # fmt: skip
HUGE = ["x" * 1_000_000, "😀" * 100_000, "9" * 500_000, "å\n" * 200_000]

plain = st.sampled_from([*NUMBERS, *MOMENTS, *TEXTS]) | st.text(max_size=40)
anything = st.one_of(plain, plain, plain, plain, plain, plain, plain, plain, st.sampled_from(HUGE))

_leaf = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([10**400, -(10**30), 1e308, "\ud800"]),
    st.text(max_size=8), st.sampled_from([text for text in [*NUMBERS, *MOMENTS] if len(text) < 40]),
)  # fmt: skip
PRESS = [
    "events",
    "key",
    "kind",
    "at",
    "data",
    "from",
    "of",
    "minutes",
    "blocks",
    "start",
    "next",
    "back",
    "pause",
]
_tree = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(PRESS) | st.text(max_size=4), inner)
    ),
    max_leaves=12,
)
_press = st.fixed_dictionaries(
    {
        "key": st.uuids().map(str) | _leaf,
        "kind": st.sampled_from(["start", "next", "back", "pause", "resume", "end", "change", "undo", "x"])
        | _leaf,
        "at": st.integers() | st.sampled_from([1_780_000_000_000, 0, -1, 10**20]) | _leaf,
    },
    optional={"data": _tree},
)
_body = st.one_of(_tree, st.lists(_press, max_size=3).map(lambda presses: {"events": presses}))
json_body = st.one_of(
    _body.map(lambda tree: json.dumps(tree).encode()),
    st.sampled_from(
        [b"", b"{", b"[" * 100_000, b'{"events":' * 5_000, b"\xff", b"\0", b'"' + b"x" * 100_000 + b'"']
    ),
)

HEADERS = [
    {}, {}, {}, {}, {"Referer": "http://["}, {"Referer": "http://testserver//vond/"}, {"Origin": "http://testserver"},
    {"Origin": "http://["}, {"Origin": "null"}, {"X-Forwarded-For": "x, , 1.2.3"}, {"X-Forwarded-Proto": "https"},
    {"If-None-Match": "W/\"x\", *"}, {"If-Modified-Since": "i går"}, {"Range": "bytes=9-1"}, {"Accept": "*/*;q=9"},
    {"Accept-Language": "nb;q=x,\u00e5"}, {"X-Requested-With": "fetch"}, {"X-Requested-With": "XMLHttpRequest"},
    {"Host": "testserver:99999"}, {"Host": "[::1"}, {"Host": "vond.example"}, {"Content-Length": "-1"},
    {"User-Agent": "x" * 5_000}, {"Authorization": "Basic tull"}, {"X-Http-Method-Override": "DELETE"},
]  # fmt: skip
headers = st.sampled_from(HEADERS)

COOKIE_VALUES = ["", "tull", "x" * 3_000, "a|b|c|9:x:y", "\u00e5", '"[', "a.b", "0", "%00"]
COOKIES = [
    "samling",
    "sessionid",
    "messages",
    "csrftoken",
    "teke-vare-pa-0123456789ab",
    "group_leave",
    "django_language",
]
cookies = st.one_of(
    st.just({}), st.just({}), st.just({}),
    st.dictionaries(st.sampled_from(COOKIES), st.sampled_from(COOKIE_VALUES), min_size=1, max_size=2),
)  # fmt: skip

ENCODINGS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=MERKE", "application/json",
    "application/x-www-form-urlencoded; charset=tull", "multipart/form-data", "multipart/form-data; boundary=å",
    "text/plain", "", "application/x-www-form-urlencoded; charset=utf-16",
]  # fmt: skip
encodings = st.sampled_from(ENCODINGS)
