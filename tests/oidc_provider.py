"""An OpenID provider of its own: another process, real HTTP, real signatures, and none of our libraries for
tokens (only `cryptography`), so that it and the portal cannot be wrong in the same way.

`python -m tests.oidc_provider` prints its address. POST /control sets who logs in and what it does wrong:
{"claims": {…}, "userinfo": {…}, "bend": {…}, "rotate": true}. `bend` is written over the right claims last;
«null» takes one out. It checks what we send as a provider does: client, secret, PKCE, address, code once.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT, SECRET = "portalen", "berre for testane"


def encoded(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def big(number):
    return encoded(number.to_bytes((number.bit_length() + 7) // 8, "big"))


class Key:
    def __init__(self):
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.name = secrets.token_hex(4)

    def public(self):
        numbers = self.private.public_key().public_numbers()
        return {"kty": "RSA", "use": "sig", "kid": self.name, "n": big(numbers.n), "e": big(numbers.e)}

    def signed(self, claims, **header):
        head = {"alg": "RS256", "kid": self.name, "typ": "JWT", **header}
        text = f"{encoded(head)}.{encoded(claims)}"
        return f"{text}.{encoded(self.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class State:
    def __init__(self, address):
        self.address, self.key, self.stranger = address, Key(), Key()
        self.codes, self.seen = {}, []
        self.rule({})

    def rule(self, told):
        self.claims = told.get("claims", {})
        self.userinfo, self.bend = told.get("userinfo"), told.get("bend", {})
        self.token_answer, self.signer = told.get("token_answer"), told.get("signer", "own")
        if told.get("rotate"):
            self.key = Key()

    def description(self):
        here = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks",
                "userinfo_endpoint": "userinfo", "end_session_endpoint": "logout"}  # fmt: skip
        return {
            "issuer": self.address,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{name: f"{self.address}/{path}" for name, path in here.items()},
        }

    def authorize(self, asked):
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form):
        asked = self.codes.pop(form.get("code"), None)
        challenge = encoded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        wrong = (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or form.get("redirect_uri") != asked["redirect_uri"]
            or (asked.get("code_challenge_method"), asked.get("code_challenge")) != ("S256", challenge)
        )
        if wrong:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        right = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {k: v for k, v in {**right, **self.claims, **self.bend}.items() if v is not None}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(claims)}

    def id_token(self, claims):
        if self.signer == "none":
            return f"{encoded({'alg': 'none'})}.{encoded(claims)}."
        if self.signer == "stranger":  # another key under our key's name
            return self.stranger.signed(claims, kid=self.key.name)
        return self.key.signed(claims)


class Handler(BaseHTTPRequestHandler):
    state = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query))
        state = type(self).state
        state.seen.append([address.path, asked])
        if address.path == "/authorize":
            return self.answer(302, {}, Location=state.authorize(asked))
        if address.path == "/logout":
            return self.answer(302, {}, Location=asked["post_logout_redirect_uri"])
        found = {
            "/.well-known/openid-configuration": state.description,
            "/jwks": lambda: {"keys": [state.key.public()]},
            "/userinfo": lambda: {"sub": state.claims.get("sub"), **(state.userinfo or {})},
            "/seen": lambda: {"seen": state.seen},
        }.get(address.path)
        return self.answer(200, found()) if found else self.answer(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        state = type(self).state
        if self.path == "/control":
            state.seen.clear()
            return self.answer(200, state.rule(json.loads(body)) or {})
        status, answer = state.token(dict(parse_qsl(body)))
        return self.answer(status, state.token_answer or answer)

    def answer(self, status, data, **headers):
        body = json.dumps(data).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Provider:
    """The process, started and stopped; and its /control."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.oidc_provider"], stdout=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def says(self, told=None, **claims):
        requests.post(f"{self.address}/control", json={"claims": claims, **(told or {})}, timeout=5)

    def seen(self):
        return requests.get(f"{self.address}/seen", timeout=5).json()["seen"]


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.state = State(f"http://127.0.0.1:{server.server_port}")
    print(Handler.state.address, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
