"""Every recipe's engine says what the command line says, in every row.

Run by `./build.sh examples`, with the tool in HYPELINT and the recipes' engines at hand.
"""

import json
import runpy
import sys

import pytest
from test_hypelint import HARD, POSTS, ROOT, expected, lines, readable

__all__ = ["expected", "lines"]
KEYS = ("pump", "claim", "flagged", "findings")


@pytest.fixture(scope="module")
def posts(tmp_path_factory):
    """The posts of all tests, as a file. Halves of surrogate pairs are replaced: what engines read them as is theirs to say."""
    rows = (ROOT / "tests/posts.jsonl").read_text("utf-8")
    hard = [{"id": f"hard-{at}", "kind": "hard", "text": readable(text)[0]} for at, text in enumerate(HARD)]
    rows += "".join(json.dumps(row) + "\n" for row in hard)
    file = tmp_path_factory.mktemp("posts") / "posts.jsonl"
    file.write_text(rows, "utf-8")
    return file


@pytest.mark.parametrize(
    ("recipe", "rows"),
    [
        ("with_polars.py", lambda names: names["scored"].to_dicts()),
        ("with_duckdb.py", lambda names: names["connection"].sql("SELECT id, verdict.* FROM scored").to_arrow_table().to_pylist()),
        ("with_pyspark.py", lambda names: [row.asDict(recursive=True) for row in names["scored"].collect()]),
    ],
)
def test_a_recipe_says_what_the_command_line_says(recipe, rows, posts, expected, monkeypatch):
    monkeypatch.setattr(sys, "argv", [recipe, str(posts)])
    names = runpy.run_path(ROOT / "examples" / recipe, run_name="__main__")
    verdicts = {row["id"]: {key: row[key] for key in KEYS} for row in rows(names)}
    ids = [json.loads(line)["id"] for line in posts.read_text("utf-8").splitlines()]
    assert [verdicts[id] for id in ids] == expected
    assert len(verdicts) == len(POSTS)
