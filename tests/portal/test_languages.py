"""The language switch: Japanese unless the reader chose English, and never a way out."""

from __future__ import annotations

import pytest
from django.test import Client

import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db: None) -> Client:
    return signed_in.client()


def test_pages_are_japanese_whatever_the_browser_prefers(client: Client) -> None:
    """A browser set to English does not surprise a clerk."""
    page = client.get("/submissions/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="ja">' in page
    assert "本文へ移動" in page


def test_english_by_choice_and_back(client: Client) -> None:
    """The switch is remembered and leads back to the page it stood on."""
    answer = client.post("/language/", {"language": "en", "next": "/submissions/?state=refused"})
    assert answer.headers["Location"] == "/submissions/?state=refused"
    assert '<html lang="en">' in client.get("/submissions/").content.decode()
    client.post("/language/", {"language": "ja"})
    assert '<html lang="ja">' in client.get("/submissions/").content.decode()


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_switch_never_leads_to_another_site(client: Client, next_page: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": next_page})
    assert answer.headers["Location"] == "/"
