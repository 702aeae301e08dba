"""An SQL function: hype(text) gives pump, claim, flagged and findings. DuckDB calls it with whole vectors, without a copy."""

import sys

import duckdb
import hypelint
import pyarrow as pa

FINDING = "STRUCT(rule VARCHAR, category VARCHAR, start INTEGER, \"end\" INTEGER, text VARCHAR, weight DOUBLE)"
VERDICT = f"STRUCT(pump DOUBLE, claim DOUBLE, flagged VARCHAR[], findings {FINDING}[])"


def hype(texts: pa.Array) -> pa.Array:
    return pa.table(hypelint.score_arrow(texts)).to_struct_array().combine_chunks()


connection = duckdb.connect()
connection.create_function("hype", hype, ["VARCHAR"], VERDICT, type="arrow")

posts = sys.argv[1] if len(sys.argv) > 1 else "tests/posts.jsonl"
connection.sql("CREATE TABLE scored AS SELECT id, kind, hype(text) AS verdict FROM read_json(?)", params=[posts])
connection.sql("""
    SELECT kind, count(*) AS posts, count(*) FILTER (len(verdict.flagged) > 0) AS flagged
    FROM scored GROUP BY kind ORDER BY flagged DESC, kind
""").show()
connection.sql("""
    SELECT found.category AS category, found.rule AS rule, count(*) AS times
    FROM (SELECT unnest(verdict.findings) AS found FROM scored WHERE len(verdict.flagged) > 0) GROUP BY ALL ORDER BY times DESC, rule LIMIT 10
""").show()
