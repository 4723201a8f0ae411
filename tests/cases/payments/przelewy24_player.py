"""Plays Przelewy24 on a port of this machine, after its public documentation: recorded answers, checked signatures."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parents[2] / "data/przelewy24"
MERCHANT, POS, KEY, CRC = 121212, 121213, "klucz-raportow", "klucz-crc"
ORDER = 3316234871

Json = dict[str, Any]


def recorded(name: str) -> Json:
    found: Json = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return found


def signed(values: Json, *names: str, crc: str = CRC) -> str:
    """The checksum as the documentation gives it, worked out apart from the connector."""
    chosen = {name: values[name] for name in names} | {"crc": crc}
    return hashlib.sha384(json.dumps(chosen, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


PAYMENT_SIGNED = (
    "merchantId",
    "posId",
    "sessionId",
    "amount",
    "originAmount",
    "currency",
    "orderId",
    "methodId",
    "statement",
)
REFUND_SIGNED = ("orderId", "sessionId", "refundsUuid", "merchantId", "amount", "currency", "status")


class Player:
    """What the provider knows. `failing` answers everything with a status, `slow` never answers in time."""

    def __init__(self) -> None:
        self.transactions: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.asked: list[str] = []
        self.failing = 0
        self.refuse_refunds = False
        self.address = ""

    def pay(self, session: str, amount: int | None = None, order: int = ORDER) -> Json:
        """The payer pays; returns the notification that is sent then."""
        known = self.transactions[session]
        known.update(status=1, orderId=order, amount=known["amount"] if amount is None else amount)
        told = recorded("notification") | {"sessionId": session, "amount": known["amount"], "orderId": order}
        return told | {"sign": signed(told, *PAYMENT_SIGNED)}

    def refund_told(self, uuid: str, status: int = 0) -> Json:
        told = recorded("refund_notification") | {"refundsUuid": uuid, "requestId": uuid, "status": status}
        told["sessionId"] = self.refunds[uuid]["sessionId"]
        return told | {"sign": signed(told, *REFUND_SIGNED)}

    def answer(self, method: str, path: str, body: Json) -> tuple[int, Json]:
        self.asked.append(f"{method} {path.rpartition('/v1/')[2].partition('/sessionId')[0]}")
        place = path.removeprefix("/api/v1/")
        if place == "testAccess":
            return 200, recorded("access")
        if place.startswith("transaction/by/sessionId/"):
            return self._transaction(place.rpartition("/")[2])
        if place.startswith("refund/by/orderId/"):
            return self._refunds(int(place.rpartition("/")[2]))
        known = {
            ("POST", "transaction/register"): self._register,
            ("PUT", "transaction/verify"): self._verify,
            ("POST", "transaction/refund"): self._refund,
        }[method, place]
        return known(body)

    def _register(self, body: Json) -> tuple[int, Json]:
        right = signed(body, "sessionId", "merchantId", "amount", "currency")
        if body["sign"] != right or body["merchantId"] != MERCHANT or type(body["amount"]) is not int:
            return 400, recorded("wrong_input")
        if body["sessionId"] in self.transactions or not body["email"] or len(body["urlReturn"]) > 250:
            return 400, recorded("wrong_input")
        self.transactions[body["sessionId"]] = {**body, "status": 0, "orderId": 0}
        return 200, recorded("registered")

    def _verify(self, body: Json) -> tuple[int, Json]:
        known = self.transactions.get(body["sessionId"], {})
        right = signed(body, "sessionId", "orderId", "amount", "currency")
        fits = (known.get("orderId"), known.get("amount")) == (body["orderId"], body["amount"])
        if body["sign"] != right or not fits or known["status"] != 1:
            return 400, recorded("wrong_input")
        known["status"] = 2
        return 200, recorded("verified")

    def _transaction(self, session: str) -> tuple[int, Json]:
        known = self.transactions.get(session)
        if known is None:
            return 404, recorded("not_found")
        said = recorded("transaction")
        said["data"].update({name: known[name] for name in ("sessionId", "status", "amount", "orderId", "currency")})
        return 200, said

    def _refund(self, body: Json) -> tuple[int, Json]:
        if self.refuse_refunds:
            return 409, recorded("refund_conflict")
        if body["refundsUuid"] in self.refunds:
            return 400, recorded("refund_exists")
        (wanted,) = body["refunds"]
        assert len(body["refundsUuid"]) <= 35
        assert self.transactions[wanted["sessionId"]]["status"] == 2
        self.refunds[body["refundsUuid"]] = {**wanted, "requestId": body["requestId"], "status": 2}
        return 201, recorded("refund_accepted")

    def _refunds(self, order: int) -> tuple[int, Json]:
        mine = [refund for refund in self.refunds.values() if refund["orderId"] == order]
        if not mine:
            return 404, recorded("not_found")
        said = recorded("refunds")
        row = said["data"]["refunds"][0]
        said["data"]["refunds"] = [row | {"requestId": one["requestId"], "status": one["status"]} for one in mine]
        return 200, said


@contextmanager
def playing() -> Iterator[Player]:
    player = Player()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            entry = base64.b64encode(f"{POS}:{KEY}".encode()).decode()
            if player.failing:
                player.asked.append(f"{self.command} {player.failing}")
                status, said = player.failing, {"error": "Undefined error", "code": player.failing}
            elif self.headers.get("Authorization") != f"Basic {entry}":
                status, said = 401, recorded("unauthorized")
            else:
                status, said = player.answer(self.command, self.path, json.loads(content or b"{}"))
            answer = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            if status == 302:
                self.send_header("Location", "https://elsewhere.example/")
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = _any  # noqa: N815 # http.server's names

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    player.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield player
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
