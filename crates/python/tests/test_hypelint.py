"""The package says what the command line says, bit for bit, whatever carries the posts.

Run by `./build.sh python`, with the tool in HYPELINT and pyarrow, polars and duckdb at hand.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import duckdb
import hypelint
import polars
import pyarrow
import pytest
from pyarrow import parquet

ROOT = Path(__file__).parents[3]
PUMP = "🔔 $NUVO USDT keeps climbing! 💰 24H Change: +11.20% Momentum is building, guaranteed 100x 🚀🚀🚀 Buy now!"
HARD = ["", "a\0b", "👨‍👩‍👧 日本語", "\ud83d " + PUMP, "\ude80", PUMP, "word " * 200_000 + PUMP, "🚀" * 5000 + PUMP]
POSTS = [json.loads(line)["text"] for line in (ROOT / "tests/posts.jsonl").read_text("utf-8").splitlines()] + HARD


@pytest.fixture(scope="session")
def lines():
    """What the command line says of all posts."""
    posts = "".join(json.dumps({"text": text}) + "\n" for text in POSTS)
    run = subprocess.run([os.environ["HYPELINT"], "score"], input=posts.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


@cache
def readable(text):
    """The text as it is read, and where each UTF-16 unit of it is among Python's characters."""
    text = "".join("\ufffd" if 0xD800 <= ord(character) < 0xE000 else character for character in text)
    units = [at for at, character in enumerate(text) for _ in range(1 + (ord(character) > 0xFFFF))]
    return text, [*units, len(text)]


def in_characters(part, text):
    text, units = readable(text)
    if "start" in part:
        start, end = units[part["start"]], units[part["end"]]
        assert text[start:end] == part["text"]
        return {**part, "start": start, "end": end}
    return part


@pytest.fixture(scope="session")
def expected(lines):
    """The same as the package says it."""
    keys = ("rule", "category", "start", "end", "text", "weight")
    return [
        {key: line[key] for key in ("pump", "claim", "flagged")}
        | {"findings": [{key: in_characters(found, text)[key] for key in keys} for found in line["findings"]]}
        for line, text in zip(lines, POSTS, strict=True)
    ]


def test_lists(expected):
    assert hypelint.score(POSTS) == expected
    assert hypelint.score(iter(POSTS[:3])) == expected[:3]
    assert hypelint.score([]) == []


def test_reports(lines):
    for text, line in zip(POSTS, lines, strict=True):
        parts = {part: [in_characters(of, text) for of in line[part]] for part in ("findings", "contexts", "checklist")}
        assert hypelint.report(text) == line | parts


def table():
    return pyarrow.table({"n": range(len(POSTS)), "text": [readable(text)[0] for text in POSTS]})


@pytest.mark.parametrize(
    "data",
    [
        table(),
        table().combine_chunks().to_batches()[0],
        table()["text"],
        table()["text"].combine_chunks(),
        table()["text"].cast(pyarrow.large_string()),
        table()["text"].cast(pyarrow.string_view()),
        pyarrow.concat_tables([table().slice(0, 100), table().slice(100)]),
        polars.from_arrow(table()),
        polars.from_arrow(table())["text"],
        table().to_reader(max_chunksize=77),
        # Made by Python while it is read.
        pyarrow.RecordBatchReader.from_batches(table().schema, iter(table().to_batches(max_chunksize=77))),
        duckdb.from_arrow(table()),
    ],
    ids=lambda data: f"{type(data).__module__}.{type(data).__name__}",
)
def test_arrow(expected, data):
    verdicts = hypelint.score_arrow(data)
    assert len(verdicts) == len(POSTS)
    assert pyarrow.table(verdicts).to_pylist() == expected
    assert polars.DataFrame(verdicts).to_dicts() == expected


def test_sensitivity():
    assert hypelint.score([PUMP], 0)[0]["flagged"] == []
    assert hypelint.score([PUMP], 0, pump=50)[0]["flagged"] == ["pump"]
    for wrong in (101, -1, 1000):
        with pytest.raises(ValueError, match="0 to 100"):
            hypelint.score([PUMP], wrong)


def test_a_bad_row_is_named_and_nothing_is_lost():
    with pytest.raises(hypelint.RowError, match="row 1: not a str but float .and 1 more") as caught:
        hypelint.score([PUMP, float("nan"), "b", None])
    assert caught.value.rows == [1, 3]
    assert caught.value.verdicts == [*hypelint.score([PUMP]), None, *hypelint.score(["b"]), None]
    broken = pyarrow.array([PUMP.encode(), b"caf\xff"]).view(pyarrow.string())
    with pytest.raises(hypelint.RowError, match="row 1: not UTF-8 at byte 4") as caught:
        hypelint.score_arrow(broken)
    assert pyarrow.table(caught.value.verdicts).to_pylist()[0] == hypelint.score([PUMP])[0]
    assert pyarrow.table(hypelint.score_arrow(pyarrow.array([None, "b"])))["pump"].null_count == 1


def test_halves_of_surrogate_pairs_in_a_column_are_read_as_in_a_str():
    column = pyarrow.array([text.encode("utf-8", "surrogatepass") for text in POSTS]).view(pyarrow.string())
    assert pyarrow.table(hypelint.score_arrow(column)).to_pylist() == hypelint.score(POSTS)


def test_what_is_no_column_of_texts_is_named():
    with pytest.raises(TypeError, match="one str"):
        hypelint.score(PUMP)
    with pytest.raises(KeyError, match="no column text; there are: n"):
        hypelint.score_arrow(pyarrow.table({"n": [1]}))
    with pytest.raises(TypeError, match="column n is Int64, not text"):
        hypelint.score_arrow(pyarrow.table({"n": [1]}), "n")
    with pytest.raises(TypeError, match="int is no Arrow table or column"):
        hypelint.score_arrow(5)


def test_threads_and_forks():
    want = hypelint.score(POSTS[:400])
    with ThreadPoolExecutor(4) as threads:
        assert all(got == want for got in threads.map(hypelint.score, [POSTS[:400]] * 8))
    if sys.platform == "linux":
        with get_context("fork").Pool(2) as children:
            assert children.map(hypelint.score, [POSTS[:400]] * 4) == [want] * 4


def test_the_catalogue_names_every_rule():
    assert {found["rule"] for found in hypelint.report(PUMP)["findings"]} - {"wording"} <= set(hypelint.catalogue()["rules"])


@pytest.mark.parametrize("packing", ["snappy", "gzip", "zstd", "lz4", "none"])
def test_the_command_line_reads_and_writes_parquet(lines, tmp_path, packing):
    posts, scores = tmp_path / "posts.parquet", tmp_path / "scores.parquet"
    parquet.write_table(table(), posts, compression=packing, row_group_size=99)
    score = [os.environ["HYPELINT"], "score", posts, "--id", "n"]
    out = subprocess.run(score, stdout=subprocess.PIPE, check=True).stdout
    assert [json.loads(line) for line in out.splitlines()] == [{"id": at, **line} for at, line in enumerate(lines)]
    subprocess.run([*score, "--out", scores], check=True)
    rows = parquet.read_table(scores).to_pylist()
    assert [row["id"] for row in rows] == [str(at) for at in range(len(POSTS))]
    for row, line in zip(rows, lines, strict=True):
        assert row["error"] is None
        assert {key: row[key] for key in ("pump", "claim", "structure_only")}.items() <= line.items()
        assert all(json.loads(row[key]) == line[key] for key in ("flagged", "findings", "contexts", "checklist"))


def test_the_command_line_names_a_row_of_parquet_that_is_not_utf8(tmp_path):
    file = tmp_path / "posts.parquet"
    texts = [PUMP.encode(), b"caf\xff", b"\xed\xa0\xbd", b"last"]
    parquet.write_table(pyarrow.table({"text": pyarrow.array(texts).view(pyarrow.string())}), file)
    run = subprocess.run([os.environ["HYPELINT"], "score", file], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.endswith("posts.parquet: row 2: not UTF-8 at byte 4 of its text\n")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert lines[1] == {"error": "not UTF-8 at byte 4 of its text"}
    assert [lines[at]["pump"] for at in (0, 2, 3)] == [of["pump"] for of in hypelint.score([PUMP, "\ud83d", "last"])]
