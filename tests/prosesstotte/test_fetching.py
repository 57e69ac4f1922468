"""An address that somebody typed leads out, never in: not by name, not by redirect, not in disguise."""

import socket

import pytest

from prosesstotte import fetching
from prosesstotte.fetching import NotFetched


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "::1", "::", "fe80::1", "fe80::1%2", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_inside(address):
    assert fetching.is_inside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.212.1.10", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_outside(address):
    assert not fetching.is_inside(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "kalender", "ftp://x.no/", "file:///etc/passwd", "gopher://x.no", "https://", "http://x.no:22/",
        "http://x.no:8000/", "https://ola:hemmeleg@x.no/", "http://x.no:99999/", "http://[::1", "http://x.no/\n",
    ],
)  # fmt: skip
def test_addresses_that_are_no_web_address_of_ours(address):
    with pytest.raises(NotFetched) as refused:
        fetching.check_address(address)

    assert refused.value.reason == "address"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_every_way_of_writing_this_machine_is_inside(host):
    with pytest.raises(NotFetched) as refused:
        fetching.fetch(f"http://{host}/", most_bytes=10, seconds=5)

    assert refused.value.reason in {"inside", "unknown_host"}


def test_a_name_that_changes_its_mind_is_connected_to_as_it_was_checked(monkeypatch, settings):
    """DNS rebinding: the second answer would be inside, and nobody asks for it."""
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", 80))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    settings.FETCH_NETWORKS = ["127.0.0.2/32"]
    asked = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, where: asked.append(where) or _refuse())

    with pytest.raises(NotFetched) as refused:
        fetching.fetch("http://skiftar.example/", most_bytes=10, seconds=5)

    assert (asked, refused.value.reason) == ([("127.0.0.2", 80)], "unreachable")


def test_one_address_inside_spoils_the_host(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(NotFetched) as refused:
        fetching.fetch("http://blanda.example/", most_bytes=10, seconds=5)

    assert refused.value.reason == "inside"


def _refuse():
    raise ConnectionRefusedError
