"""A data frame of posts with its verdicts beside it: what is flagged, by kind."""

import sys

import hypelint
import polars as pl

posts = pl.read_ndjson(sys.argv[1] if len(sys.argv) > 1 else "tests/posts.jsonl", infer_schema_length=None)

scored = pl.concat([posts.select("id", "kind", "text"), pl.DataFrame(hypelint.score_arrow(posts))], how="horizontal")

print(
    scored.group_by("kind")
    .agg(pl.len(), flagged=(pl.col("flagged").list.len() > 0).sum(), pump=pl.col("pump").mean(), claim=pl.col("claim").mean())
    .sort("flagged", "kind", descending=[True, False])
)

# A reason's words are a slice of the post: its places count characters.
flagged = scored.filter(pl.col("flagged").list.len() > 0)
reasons = flagged.select("id", "findings", post="text").explode("findings").unnest("findings")
assert reasons.select((pl.col("post").str.slice(pl.col("start"), pl.col("end") - pl.col("start")) == pl.col("text")).all()).item()
print(reasons.group_by("category", "rule").len().sort("len", descending=True).head(10))
