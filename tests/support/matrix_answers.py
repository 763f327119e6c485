"""Answers of the matrix: what can be read in them, and when two of them are the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from matrix_world import Mark
from papers import text_of

_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_BACK = re.compile("next=[^&]*")
_BACK_FIELD = re.compile(rb'name="next" value="[^"]*"')
_BESIDE = frozenset({"content-length", "set-cookie"})  # of the masked token


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and the whole body, streams read to their end."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, response: Any) -> Answer:
        status = response.status_code
        try:
            body = b"".join(response.streaming_content) if response.streaming else response.content
        except Exception as error:  # a stream that broke off
            status, body = 500, repr(error).encode()
        return cls(status, tuple(sorted(response.items())), body)

    @property
    def text(self) -> bytes:
        """Everything a reader can get out of it: headers, words of papers, members of archives."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers).encode()
        return head + b"\n" + _words(self.body)

    @property
    def anywhere(self) -> Answer:
        """The same without the address it answers, and which page the reader is on."""
        here = self.without(())
        headers = tuple((name, _BACK.sub("next=", value)) for name, value in here.headers)
        body = _BACK_FIELD.sub(b"", here.body.replace(b' aria-current="page"', b""))
        return Answer(self.status, headers, body)

    def without(self, values: Iterable[str | int]) -> Answer:
        """The same with the given numbers and the token of forms taken out."""
        headers = tuple(
            (name, _blank(unquote(value).encode(), values).decode())
            for name, value in self.headers
            if name.lower() not in _BESIDE
        )
        return Answer(self.status, headers, _blank(_TOKEN.sub(rb"\1", self.body), values))


def _blank(text: bytes, values: Iterable[str | int]) -> bytes:
    for value in values:
        word = re.escape(str(value).encode())
        text = re.sub(rb"(?<![0-9A-Za-z])" + word + rb"(?![0-9A-Za-z])", b"#", text)
    return text


@cache
def _words(body: bytes) -> bytes:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = [name.encode() + b"\n" + archive.read(name) for name in archive.namelist()]
        return b"\n".join(members)
    if body.startswith(b"%PDF"):
        return "".join(text_of(body).split()).encode()
    return body


def read_of(answer: Answer, marks: Iterable[Mark], *, asked: bytes) -> list[str]:
    """Marks that stand in the answer and did not stand in the question."""
    text = answer.text
    found = []
    for mark in marks:
        forms = (mark.text.encode(), mark.text.encode("cp932"), "".join(mark.text.split()).encode())
        if any(form in text and form not in asked for form in forms):
            found.append(mark.text)
    return found
