"""Which language a text is in. The sentences are our own."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from whimbrel.documents.language import detect, language_name

SENTENCES = [
    ("en", "Soldiers left the city on Tuesday, the governor said."),
    ("en", "Bomb kills 20 people in a market of the capital"),
    ("fr", "Le gouverneur a dit mardi que les soldats ont quitté la ville."),
    ("es", "El gobernador dijo el martes que los soldados salieron de la ciudad."),
    ("de", "Die Soldaten verließen am Dienstag die Stadt, sagte der Gouverneur."),
    ("pt", "O governador disse na terça-feira que os soldados deixaram a cidade."),
    ("it", "Il governatore ha detto martedì che i soldati hanno lasciato la città."),
    ("tr", "Vali, askerlerin salı günü şehirden ayrıldığını söyledi."),
    ("ru", "Губернатор сообщил, что солдаты покинули город во вторник."),
    ("uk", "Губернатор повідомив, що військові залишили місто у вівторок."),
    ("ar", "قال المحافظ إن الجنود غادروا المدينة يوم الثلاثاء"),
    ("fa", "استاندار گفت سربازان روز سه‌شنبه شهر را ترک کردند"),
    ("zh", "省长说,士兵星期二离开了这座城市。"),
    ("sw", "Gavana alisema kuwa wanajeshi waliondoka mjini siku ya Jumanne."),
    ("so", "Gudoomiyaha ayaa sheegay in askartu ay magaalada ka baxeen Talaadadii."),
]


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_sentences(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ["", "  ", "12", "2011-12-21", "🕊 🕊", "...", "Ok", "Abu Ghadiya"])
def test_too_little_to_tell(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Bomb kills 20 in Baghdad market",
        "Nouri al-Maliki met Tariq al-Hashimi and Masoud Barzani in Erbil on Sunday.",
        "Kenya condemns Tanzania bombings",
    ],
)
def test_english_full_of_foreign_names_is_no_other_language(text: str) -> None:
    assert detect(text) in (None, "en")


def test_english_with_foreign_names_and_quotes_stays_english() -> None:
    text = (
        "The crowd in Tunis shouted « le peuple veut la chute du régime » while police looked on, "
        "and a banner said الشعب يريد in large letters."
    )
    assert detect(text) == "en"


def test_names_of_languages() -> None:
    assert language_name("fr") == "French"
    assert language_name("xx") == "xx"


def test_some_hundred_articles_a_second() -> None:
    text = " ".join(sentence for code, sentence in SENTENCES if code == "en") * 20
    detect(text)
    started = time.monotonic()
    for _ in range(200):
        detect(text)
    assert time.monotonic() - started < 2  # seconds, on a busy machine


def test_the_library_is_loaded_only_when_asked() -> None:
    code = (
        "import sys; import whimbrel.documents.language, whimbrel.documents.sources, "
        "whimbrel.documents.clean; "
        "heavy = {'py3langid', 'numpy', 'trafilatura', 'lxml', 'charset_normalizer', 'zstandard', "
        "'dateutil', 'spacy'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_plain_english_asks_no_library() -> None:
    """A plain text is told without loading the model; one in another language never is."""
    code = (
        "import sys; from whimbrel.documents.language import detect; "
        "print(detect('The minister said that the army and the police were at the border with "
        "guns from the north, and that it was time for talks.'), 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]
