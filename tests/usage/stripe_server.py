"""Stripe on this machine: its few addresses that we ask, over real HTTP, and the messages that it sends, signed."""

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl

SECRET, KEY = "whsec_for_tests", "sk_test_for_tests"
ADDRESS = "/usage/webhooks/stripe/"
_numbers = count(1)


class StripeServer:
    """`sessions` are its checkouts by id, `kept` its answers by idempotency key, `broken` a status that it answers with."""

    def __init__(self):
        self.sessions, self.kept, self.requests, self.broken = {}, {}, [], None

    def __enter__(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"stripe": self}))
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def environment(self):
        """The settings with which a site asks here."""
        return {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": self.url}

    def new_session(self, form):
        number = next(_numbers)
        price = "line_items[0][price_data]"
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "url": f"{self.url}/pay/cs_test_{number}",
            "client_reference_id": form["client_reference_id"],
            "amount_total": int(form[f"{price}[unit_amount]"]),
            "currency": form[f"{price}[currency]"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": form["success_url"],
            "expires_at": int(form["expires_at"]),
        }
        self.sessions[session["id"]] = session
        return session

    def pay(self, session_id):
        """Somebody paid there. Returns the checkout as it is then."""
        paid = {"payment_intent": f"pi_of_{session_id}", "payment_status": "paid", "status": "complete"}
        self.sessions[session_id] |= paid
        return self.sessions[session_id]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stripe: StripeServer

    def do_POST(self):
        form = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        key = self.headers.get("Idempotency-Key")
        if self._note("POST", form) and key in self.stripe.kept:
            return self._answer(200, self.stripe.kept[key])
        if not self.stripe.broken:
            made = self._make(form)
            self.stripe.kept[key] = made
            return self._answer(200, made)

    def do_GET(self):
        if self._note("GET", {}):
            if self.path.startswith("/pay/"):
                return self._send(200, "text/html", b'<!doctype html><link rel="icon" href="data:,"><h1>Pay here</h1>')
            self._answer(200, self.stripe.sessions[self.path.rpartition("/")[2]])

    def _make(self, form):
        if self.path == "/v1/refunds":
            return {"id": f"re_{next(_numbers)}", "object": "refund", "amount": 500, "status": "succeeded"}
        return self.stripe.new_session(form)

    def _note(self, method, form):
        self.stripe.requests.append((method, self.path, form, dict(self.headers)))
        if self.stripe.broken:
            self._answer(self.stripe.broken, {"error": {"message": f"Invalid key: {KEY}", "type": "api_error"}})
        return not self.stripe.broken

    def _answer(self, status, body):
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status, kind, content):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def event_of(kind, subject, **fields):
    """A message about a checkout or a charge."""
    base = {"id": f"evt_{next(_numbers)}", "object": "event", "type": kind, "livemode": False}
    return base | {"created": int(time.time()), "data": {"object": subject}} | fields


def session_of(purchase, **fields):
    """The paid checkout of a purchase, as Stripe tells of it."""
    base = {"id": purchase.ref or f"cs_of_{purchase.pk}", "object": "checkout.session", "client_reference_id": str(purchase.pk)}
    base |= {"amount_total": purchase.price_cents, "currency": "usd", "payment_intent": f"pi_of_{purchase.pk}"}
    return base | {"payment_status": "paid", "status": "complete"} | fields


def charge_of(purchase, refunded, **fields):
    """The charge of a purchase of which so many cents are paid back in all."""
    base = {"id": f"ch_of_{purchase.pk}", "object": "charge", "payment_intent": f"pi_of_{purchase.pk}", "currency": "usd"}
    return base | {"amount_refunded": refunded, "metadata": {"purchase": str(purchase.pk)}} | fields


def signature(body, at=None, secret=SECRET):
    """What Stripe writes into the header: https://docs.stripe.com/webhooks#verify-manually"""
    at = int(at or time.time())
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def send(client, event, **options):
    """Post a message as Stripe does. `options` are those of `signature`."""
    body = json.dumps(event).encode()
    headers = {"Stripe-Signature": signature(body, **options)}
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)
