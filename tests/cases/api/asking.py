"""Asks the API of cases as a system of an office does."""

import io
from dataclasses import dataclass
from typing import Any

from django.test import Client as Web

from cases.clients.models import Client
from cases.models import Case

ROOT = "/api/v1/cases/"
PDF = b"%PDF-1.7\n"
WISH = {
    "service": "wypis-wyrys",
    "applicant": {"name": "Jan Przykładowy", "email": "jan@example.org"},
    "answers": {"scope": "wypis i wyrys", "delivery": "elektronicznie"},
    "parcels": ["060901_5.0001.1"],
}


@dataclass(frozen=True, slots=True)
class Asking:
    client: Client
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str = "", headers: Any = None, **query: Any) -> Any:
        address = path if path.startswith("/") else ROOT + path
        return Web().get(address, query, headers={**self.headers, **(headers or {})})

    def post(self, path: str = "", body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else ROOT + path
        return Web().post(address, body or {}, content_type="application/json", headers={**self.headers, **named})

    def file(self, key: str = "klucz-1", **changed: Any) -> Any:
        return self.post("", {**WISH, **changed}, Idempotency_Key=key)

    def case(self, **changed: Any) -> Case:
        answer = self.file(**changed)
        assert answer.status_code == 201, answer.content
        return Case.objects.get(pk=answer.json()["id"])

    def cut(self, path: str, content: bytes, kind: str, whole: int, **headers: str) -> Any:
        """A request whose connection ended before all of what its head announced had come."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        server: Any = {"CONTENT_LENGTH": str(whole), "wsgi.input": io.BytesIO(content)}
        return Web().generic("POST", ROOT + path, content, kind, headers={**self.headers, **named}, **server)
