"""Partitions in, partitions out: mapInArrow hands batches to the core and takes them back, on every executor.

A task reads on one thread: Spark itself runs a task for each core.
"""

import os
import sys

os.environ.setdefault("RAYON_NUM_THREADS", "1")
# The workers run the Python that has the package.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

import hypelint
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

SCHEMA = """id string, kind string, pump double, claim double, flagged array<string>,
    findings array<struct<rule: string, category: string, start: int, end: int, text: string, weight: double>>"""


def verdicts(batches):
    for batch in batches:
        scored = pa.table(hypelint.score_arrow(batch))
        yield from pa.table([batch["id"], batch["kind"], *scored.columns], ["id", "kind", *scored.column_names]).to_batches()


spark = (
    SparkSession.builder.master(os.environ.get("MASTER", "local[2]"))
    .config("spark.executorEnv.RAYON_NUM_THREADS", "1")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
posts = spark.read.json(sys.argv[1] if len(sys.argv) > 1 else "tests/posts.jsonl").select("id", "kind", "text").repartition(4)
scored = posts.mapInArrow(verdicts, SCHEMA)
flagged = f.sum((f.size("flagged") > 0).cast("int"))
scored.groupBy("kind").agg(f.count("*").alias("posts"), flagged.alias("flagged")).orderBy(f.desc("flagged"), "kind").show()
