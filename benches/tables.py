"""Posts a second on every path that researchers take, side by side: command line, Arrow, polars, DuckDB, Spark; 1 and 2 cores.

    target/python/bin/python benches/tables.py [POSTS] [ROUNDS]     (after ./build.sh examples)

The posts are those of tests/posts.jsonl, repeated with other tickers and numbers. Paths alternate, so that a machine that
is busy with something else is busy for all of them; the best round of each counts. What is timed is reading a file, scoring,
and counting what is flagged (the command line: writing whole reports): without starting an interpreter or a JVM, but with starting the
command line.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "target/python/bench"
COUNT = "total = pc.sum(pc.greater(pc.list_value_length(pa.table({})['flagged']), 0)).as_py()"
ARROW = f"""
import pyarrow as pa, pyarrow.compute as pc, pyarrow.parquet as pq, hypelint
begin()
verdicts = hypelint.score_arrow(pq.read_table(file, columns=["text"]))
{COUNT.format("verdicts")}
"""
POLARS = """
import polars as pl, hypelint
begin()
verdicts = pl.DataFrame(hypelint.score_arrow(pl.read_parquet(file, columns=["text"])))
total = verdicts.select((pl.col("flagged").list.len() > 0).sum()).item()
"""
DUCKDB = """
import duckdb, hypelint, pyarrow as pa
F = 'STRUCT(rule VARCHAR, category VARCHAR, start INTEGER, "end" INTEGER, text VARCHAR, weight DOUBLE)'
connection = duckdb.connect(config={"threads": cores})
connection.create_function("hype", lambda texts: pa.table(hypelint.score_arrow(texts)).to_struct_array().combine_chunks(),
    ["VARCHAR"], f"STRUCT(pump DOUBLE, claim DOUBLE, flagged VARCHAR[], findings {F}[])", type="arrow")
begin()
total = connection.sql(f"SELECT count(*) FILTER (len(hype(text).flagged) > 0) FROM '{file}'").fetchall()[0][0]
"""
SPARK = """
import os
os.environ |= {"RAYON_NUM_THREADS": "1", "PYSPARK_PYTHON": sys.executable}
import hypelint, pyarrow as pa
from pyspark.sql import SparkSession, functions as f
def verdicts(batches):
    for batch in batches:
        yield from pa.table(hypelint.score_arrow(batch)).to_batches()
schema = "pump double, claim double, flagged array<string>, findings array<struct<rule: string, category: string, start: int, end: int, text: string, weight: double>>"
spark = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").config("spark.sql.files.maxPartitionBytes", 4 << 20).getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
posts = spark.read.parquet(file).select("text")
# The first call starts the workers.
posts.limit(10).mapInArrow(verdicts, schema).count()
begin()
total = posts.mapInArrow(verdicts, schema).where(f.size("flagged") > 0).count()
"""
FRAME = """
import sys, time
file, cores = sys.argv[1], int(sys.argv[2])
def begin():
    global begun, worked
    begun, worked = time.perf_counter(), time.process_time()
{}
print("RESULT", time.perf_counter() - begun, time.process_time() - worked, total)
"""


def make(count):
    """Posts as JSON Lines and as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines, table = FOLDER / f"{count}.jsonl", FOLDER / f"{count}.parquet"
    if table.exists():
        return lines, table
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = [json.loads(line)["text"] for line in (ROOT / "tests/posts.jsonl").open(encoding="utf-8")]
    chance = random.Random(1)
    ticker = lambda _: "$" + "".join(chance.choices("ABCDEFGHIKLMNOPRSTUVXZ", k=chance.randint(3, 5)))
    number = lambda found: str(chance.randint(1, 10 ** len(found[0]) - 1))
    texts = [re.sub(r"\d+", number, re.sub(r"\$[A-Z]{2,}", ticker, chance.choice(written))) for _ in range(count)]
    with lines.open("w") as out:
        out.writelines(json.dumps({"id": at, "text": text}, ensure_ascii=False) + "\n" for at, text in enumerate(texts))
    pq.write_table(pa.table({"id": range(count), "text": texts}), table, row_group_size=20_000)
    return lines, table


def memory(process, most):
    """Notes the most memory that a process and its children hold at once."""
    while process.poll() is None:
        pids, held = [process.pid], 0
        while pids:
            pid = pids.pop()
            try:
                for children in Path(f"/proc/{pid}/task").glob("*/children"):
                    pids += map(int, children.read_text().split())
                held += int(re.search(r"Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1])
            except (OSError, TypeError):
                continue
        most[0] = max(most[0], held)
        time.sleep(0.1)


def run(command, cores):
    """Seconds by the clock and of the cores' time, posts that are flagged, kilobytes."""
    said = FOLDER / "said"
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with said.open("wb") as out:
        allowed = ["taskset", "-c", ",".join(map(str, range(cores)))]
        process = subprocess.Popen([*allowed, *command], stdout=out, stderr=subprocess.DEVNULL)
        most = [0]
        watcher = threading.Thread(target=memory, args=(process, most))
        watcher.start()
        assert process.wait() == 0, command
    whole, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    watcher.join()
    text = said.read_bytes()
    result = re.search(rb"^RESULT (\S+) (\S+) (\d+)$", text, re.MULTILINE)
    if result:
        whole, worked, total = float(result[1]), float(result[2]), int(result[3])
    else:
        total = text.count(b'"flagged":["')
    return whole, worked, total, most[0]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    lines, table = make(count)
    tool = [str(ROOT / "target/release/hypelint"), "score"]
    python = lambda script: lambda cores: [sys.executable, "-c", FRAME.format(script), str(table), str(cores)]
    paths = {
        "command line, JSON Lines": lambda _: [*tool, str(lines)],
        "command line, Parquet": lambda _: [*tool, str(table)],
        "Python, Arrow": python(ARROW),
        "polars": python(POLARS),
        "DuckDB": python(DUCKDB),
        "Spark, local": python(SPARK),
    }
    best = {}
    for _ in range(rounds):
        for name, command in paths.items():
            for cores in (1, 2):
                seconds, worked, total, held = run(command(cores), cores)
                before = best.get((name, cores), (float("inf"), float("inf"), total, 0))
                assert total == before[2], name
                best[name, cores] = (min(seconds, before[0]), min(worked, before[1]), total, max(held, before[3]))
    assert len({total for _, _, total, _ in best.values()}) == 1, best
    print(f"{count} posts, {os.cpu_count()} cores, the best of {rounds} rounds; load at the end {os.getloadavg()}")
    print("| path | posts/s, 1 core | 2 cores | gain | posts/s of cores' own time, 1 core | 2 cores | MB |\n|---|---|---|---|---|---|---|")
    for name in paths:
        (one, own, _, _), (two, both, _, held) = best[name, 1], best[name, 2]
        # The JVM's work is not in Python's time.
        own, both = ("", "") if "Spark" in name else (f"{count / own:,.0f}", f"{count / both:,.0f}")
        print(f"| {name} | {count / one:,.0f} | {count / two:,.0f} | {one / two:.2f} | {own} | {both} | {held / 1024:,.0f} |")


if __name__ == "__main__":
    main()
