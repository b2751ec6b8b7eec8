"""Web pages: the article and what the page says of it, nothing else; hostile pages do no harm."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from whimbrel.documents import sources
from whimbrel.records import Document, Failure

HEAD = """<title>Two killed in market blast | Tigris Herald</title>
<meta property="og:title" content="Two killed in market blast">
<meta property="og:site_name" content="Tigris Herald">
<meta property="article:published_time" content="{day}">
<meta name="author" content="Layla Hassan">
<link rel="canonical" href="https://tigris.example/2012/blast">"""

BODY = """<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Two killed in market blast</h1>
<p>BAGHDAD - Two people were killed on Tuesday when a bomb went off near a market, police said.
They blamed an armed group &amp; closed the roads.</p>
<p>“We will not rest,” said the governor, محمد الخالدي 🕊.</p>
<script>document.write("<p>scripted words</p>")</script></article>
<footer>Copyright 2012 Tigris Herald. Subscribe to our newsletter.</footer>"""


def page(head: str = HEAD, body: str = BODY, day: str = "2012-01-03T08:00:00+03:00") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head.replace("{day}", day)}</head>'
        f"<body>{body}</body></html>"
    )


def read(path: Path, data: str | bytes, **options: str) -> Document | Failure:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (found,) = sources.read([path], **options)  # type: ignore[arg-type]
    return found


def document(path: Path, data: str | bytes, **options: str) -> Document:
    found = read(path, data, **options)
    assert isinstance(found, Document), found
    return found


def failure(path: Path, data: str | bytes) -> Failure:
    found = read(path, data)
    assert isinstance(found, Failure), found
    return found


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML"])
def test_article_and_what_the_page_says_of_it(tmp_path: Path, name: str) -> None:
    found = document(tmp_path / name, page())
    assert found.text == (
        "Two killed in market blast\n\n"
        "BAGHDAD - Two people were killed on Tuesday when a bomb went off near a market, police "
        "said. They blamed an armed group & closed the roads.\n\n"
        "“We will not rest,” said the governor, محمد الخالدي 🕊."
    )
    assert found.title == "Two killed in market blast"
    assert found.published == "2012-01-03T08:00:00+03:00"
    assert found.outlet == "Tigris Herald"
    assert found.url == "https://tigris.example/2012/blast"
    assert found.authors == ("Layla Hassan",)
    assert not found.warnings


def test_outlet_falls_back_to_the_host(tmp_path: Path) -> None:
    head = HEAD.replace('<meta property="og:site_name" content="Tigris Herald">', "")
    head = head.replace(" | Tigris Herald", "")
    found = document(tmp_path / "a.html", page(head), outlet="Desk")
    assert found.outlet is not None
    assert "tigris.example" in found.outlet.lower()


def test_page_that_says_nothing_of_itself(tmp_path: Path) -> None:
    found = document(tmp_path / "a.html", page(head=""), outlet="Desk", published="2012-01-04")
    assert (found.outlet, found.published, found.url) == ("Desk", "2012-01-04", None)


@pytest.mark.parametrize("day", ["2012-02-31", "2012-13-01", "03/01/2012", "some day"])
def test_impossible_date_is_said(tmp_path: Path, day: str) -> None:
    found = document(tmp_path / "a.html", page(day=day))
    assert found.published is None
    assert repr(day) in found.warnings[0]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("cp1252", "windows-1252"), ("iso8859_2", "iso-8859-2"), ("cp1252", None)],
)
def test_other_encodings_are_read_and_said(
    tmp_path: Path, encoding: str, declared: str | None
) -> None:
    words = "Prezydent powiedział" if encoding == "iso8859_2" else "The café in Bogotá was hit"
    meta = f'<meta charset="{declared}">' if declared else ""
    html = page(meta + HEAD, BODY.replace("“", '"').replace("”", '"').replace("🕊", words))
    html = html.replace("محمد الخالدي", "X")
    found = document(tmp_path / "a.html", html.encode(encoding))
    assert words in found.text
    assert "not UTF-8" in found.warnings[0]


def test_nothing_is_run_or_shown_from_scripts_and_styles(tmp_path: Path) -> None:
    body = BODY.replace(
        "</article>", "<style>p{color:red}</style><p onclick='x()'>Done.</p></article>"
    )
    found = document(tmp_path / "a.html", page(body=body))
    assert "scripted" not in found.text
    assert "color" not in found.text


@pytest.mark.parametrize(
    "html",
    [
        page(head="<title>Links</title>", body="<nav><a href='/a'>A</a> <a href='/b'>B</a></nav>"),
        page(head="", body="<script>render()</script><div id='root'></div>"),
        "<html></html>",
        "<!-- nothing -->",
    ],
)
def test_page_without_article_is_a_failure(tmp_path: Path, html: str) -> None:
    assert "holds no article" in failure(tmp_path / "a.html", html).reason


@pytest.mark.parametrize("data", [b"", b" \n "])
def test_empty_page_is_a_failure(tmp_path: Path, data: bytes) -> None:
    assert "holds no text" in failure(tmp_path / "a.html", data).reason


def test_binary_page_is_a_failure(tmp_path: Path) -> None:
    assert "a PDF" in failure(tmp_path / "a.html", b"%PDF-1.4\n\x00").reason


def test_entities_do_not_swell(tmp_path: Path) -> None:
    names = "abcdefghij"
    bomb = '<!ENTITY a "boom">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names)
    )
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words", encoding="utf-8")
    bomb += f'<!ENTITY file SYSTEM "{secret.as_uri()}">'
    html = page(body=BODY.replace("</article>", "<p>And then &j; &file; came.</p></article>"))
    started = time.monotonic()
    found = document(
        tmp_path / "a.html", html.replace("<!DOCTYPE html>", f"<!DOCTYPE html [{bomb}]>")
    )
    assert time.monotonic() - started < 20
    assert len(found.text) < 5_000
    assert "boom" not in found.text.split("And then")[-1]
    assert "hidden words" not in found.text


def test_deeply_nested_page_does_not_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        page(body="<div>" * 50_000 + "<p>words</p>" + "</div>" * 50_000), encoding="utf-8"
    )
    (tmp_path / "b.html").write_text(page(), encoding="utf-8")
    _, good = sources.read([tmp_path])
    assert isinstance(good, Document)
    assert good.title == "Two killed in market blast"
