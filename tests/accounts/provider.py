"""A municipality's directory in small: OpenID Connect on 127.0.0.1, as strict as a real one.

Discovery, authorization code with PKCE (S256), a token with an id_token signed with RS256, userinfo.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "portal", "a secret for tests"


class Provider:
    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes, self.tokens, self.broken = {}, {}, {}
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def sign_in(self, address, **claims):
        """What the directory does in the browser: somebody signs in at ``address``; return where it sends them."""
        asked = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.url}/authorize?")
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "profile", "email"}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked | {"claims": {"sub": "person-1", **claims}}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form):
        grant = self.codes.pop(form.get("code"), None)  # a code is used once
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            grant is None
            or form.get("grant_type") != "authorization_code"
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET)
            or form.get("redirect_uri") != grant["redirect_uri"]
            or base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != grant["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        self.tokens["token"] = grant["claims"]
        now = int(time.time())
        claims = grant["claims"] | {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": "token", "token_type": "Bearer", "expires_in": 60, "id_token": id_token}

    def answer(self, path, form, token):
        if path in self.broken:
            return self.broken[path]
        if path == "/.well-known/openid-configuration":
            names = ("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("userinfo_endpoint", "me")
            found = {name: f"{self.url}/{last}" for name, last in names}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            return 200, {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **found, **methods}
        if path == "/token":
            return self.token(form)
        if path == "/me" and token in self.tokens:
            return 200, self.tokens[token]
        if path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [key | {"kid": "1", "use": "sig", "alg": "RS256"}]}
        return 404, {}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def respond(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = {name: value for name, (value,) in parse_qs(body).items()}
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        status, answer = self.provider.answer(urlsplit(self.path).path, form, token)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = respond

    def log_message(self, *args):
        pass
