"""People in other spellings of their full names."""

from __future__ import annotations

import pytest

from whimbrel.resolving.romanisation import korean_spellings, pinyin_spellings
from whimbrel.resolving.spellings import person_spelled


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mouammar Kadhafi", "gaddafi"),
        ("Vladimir Zelenski", "zelensky"),
        ("Hasan Rowhani", "rouhani"),
        ("Hasan Nasrullah", "nasrallah"),
        ("Issayas Afeworki", "isaias-afwerki-eri"),
        ("Julija Timoschenko", "yuliya-tymoshenko-ukr"),
        ("Teng Hsiao-ping", "deng-xiaoping"),
        ("Chiang Tse-min", "jiang-zemin-chn"),
        ("Kim Chong-il", "kimjongil"),
        ("Kim Tae-chung", "kim-dae-jung-kor"),
        # A surname alone is anybody's, and so is a name of which every word is common.
        ("Kadhafi", None),
        ("Mohammed Hassan", None),
        ("Marc Carney", None),
        # Sounds are not enough: the letters must be much the same, and the ending.
        ("John Gorra", None),
        ("Serik Akhmetova", None),
        ("Li Keqian", None),
    ],
)
def test_whose_name_it_may_be(name: str, expected: str | None) -> None:
    person = person_spelled(name)
    assert (person.id if person else None) == expected


def test_older_romanisations() -> None:
    assert "mao zedong" in pinyin_spellings("Mao Tse-tung")
    assert "zhou enlai" in pinyin_spellings("Chou En-lai")
    assert "kim young sam" in korean_spellings("Kim Yong-sam")
    assert pinyin_spellings("Slobodan Milosevich") == frozenset()
