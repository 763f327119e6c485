"""What fits as a password, and what is said of what does not."""

from __future__ import annotations

import pytest

from daiko.people.passwords import is_password, problems, stored

WORDS = ("hanako@clinic.example", "hanako", "健診センター", "1319900013")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("twelve chars", "13 characters"),
        ("a" * 300, "13 characters"),
        ("aaaaaaaaaaaaaaaa", "too few different"),
        ("password1234567!", "commonly used"),
        ("qwertyuiopqwertyuiop", "commonly used"),
        ("abc1234567890!", "commonly used"),
        ("123456-Dragon-7890123456", "commonly used"),
        ("my Hanako loves plums", "login or organisation"),
        ("no. 1319900013 again!", "login or organisation"),
    ],
)
def test_what_does_not_fit(password: str, said: str) -> None:
    found = problems(password, known_words=WORDS, before=())
    assert any(said in problem.english for problem in found)
    assert all(problem.japanese for problem in found)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "青い鳥と七本の鉛筆をかう日曜日",
        "x7#Vq!m2Lp9$wz",
        "583635-665bad-143547-622602",  # drawn by chance; "bad" is on the list
        "547b98-990296-925165-799135",
    ],
)
def test_what_fits(password: str) -> None:
    assert problems(password, known_words=WORDS, before=()) == []


def test_an_earlier_password_does_not_fit_again() -> None:
    before = [stored("correct horse battery")]
    (problem,) = problems("correct horse battery", known_words=(), before=before)
    assert "used before" in problem.english


def test_only_the_password_itself_verifies() -> None:
    kept = stored("correct horse battery")
    assert is_password("correct horse battery", kept)
    assert not is_password("Correct horse battery", kept)
    assert not is_password("", "")
    assert not is_password("x", "argon2$argon2i$v=19$m=16,t=1,p=1$c29tZXNhbHQ$AAAA")
