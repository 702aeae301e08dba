# %% [markdown]
# # Weeks of hype
#
# For a folder of exports (JSON Lines with `text`, `author` and `time`): reasons by week, templates that come back, and the
# share of the authors who post them. Run it as a script, or cell by cell in an editor that knows `# %%`.

# %%
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import hypelint
import matplotlib

if "ipykernel" not in sys.modules:
    matplotlib.use("Agg")

import matplotlib.pyplot as plt
import polars as pl

# Words stay words, for the fonts of whoever looks: posts are written in all letters. And a dollar is no formula.
plt.rcParams |= {"svg.fonttype": "none", "text.parse_math": False}
warnings.filterwarnings("ignore", "Glyph .* missing")

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
pictures = Path(sys.argv[2] if len(sys.argv) > 2 else "target/examples")
pictures.mkdir(parents=True, exist_ok=True)

# %% The posts. Without a folder: the repository's own, with authors and times made up, three posts a day; every tenth comes back
# from somebody else with another ticker, again and again.
if folder:
    posts = pl.concat([pl.read_ndjson(file) for file in sorted(folder.glob("*.jsonl"))], how="diagonal_relaxed")
    posts = posts.select("text", "author", pl.col("time").str.to_datetime(strict=False, time_zone="UTC"))
else:
    row = pl.int_range(pl.len())
    posts = pl.read_ndjson("tests/posts.jsonl", infer_schema_length=None).select(
        "text",
        author=pl.format("author {}", row * 7 % 40),
        time=pl.datetime(2025, 1, 6, time_zone="UTC") + pl.duration(hours=8 * row),
    )
    tenth = posts.gather_every(10)
    waves = [
        tenth.gather_every(wave).with_columns(
            pl.col("text").str.replace_all(r"\$[A-Z]+", ticker),
            author=pl.format("author {}", row % (wave + 1)),
            time=pl.col("time") + pl.duration(weeks=2 * wave),
        )
        for wave, ticker in enumerate(["$$TREFOL", "$$QUIMBA", "$$OSTRIL"], 1)
    ]
    posts = pl.concat([posts, *waves])

posts = pl.concat([posts.with_row_index("id"), pl.DataFrame(hypelint.score_arrow(posts))], how="horizontal")
posts = posts.with_columns(week=pl.col("time").dt.truncate("1w"), hype=pl.col("flagged").list.len() > 0)
print(f"{len(posts)} posts, {posts['hype'].sum()} flagged")

# %% Reasons by week: the eight most frequent.
words = hypelint.catalogue()
titles = {rule: of["title"] for rule, of in words["rules"].items()} | {"wording": words["wording"]["title"]}
reasons = posts.filter("hype").select("id", "week", rule=pl.col("findings").list.eval(pl.element().struct.field("rule")))
reasons = reasons.explode("rule").unique().group_by("week", "rule").len()
top = reasons.group_by("rule").agg(pl.col("len").sum()).sort("len", "rule", descending=[True, False]).head(8)["rule"].to_list()
weeks = posts["week"].drop_nulls().unique().sort()

figure, axis = plt.subplots(figsize=(10, 5), layout="constrained")
below = [0] * len(weeks)
for rule in top:
    counts = dict(reasons.filter(pl.col("rule") == rule).select("week", "len").iter_rows())
    heights = [counts.get(week, 0) for week in weeks]
    axis.bar(weeks, heights, 5, below, label=titles[rule])
    below = [height + under for height, under in zip(heights, below, strict=True)]
axis.set(title="Reasons by week", ylabel="reasons of flagged posts", ylim=(0, 1.05 * max(below)))
axis.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
figure.savefig(pictures / "reasons.svg")

# %% Templates that come back with another ticker, price or emoji, as the command line groups them.
run = [os.environ.get("HYPELINT", "hypelint"), "repeats"]
found = subprocess.run(run, input=posts.select("id", "text").write_ndjson().encode(), stdout=subprocess.PIPE, check=True)
templates = pl.read_ndjson(io.BytesIO(found.stdout), schema_overrides={"ids": pl.List(pl.UInt32)}).head(12)
repeated = templates.select("template", id="ids").explode("id").join(posts.select("id", "author", "time"), on="id")
table = repeated.group_by("template", maintain_order=True).agg(
    posts=pl.len(),
    authors=pl.col("author").n_unique(),
    busiest=pl.col("author").value_counts().struct.field("count").max(),
    first=pl.col("time").min(),
    last=pl.col("time").max(),
)
print(table)

figure, axis = plt.subplots(figsize=(12, 5), layout="constrained")
names = [f"{at}. {' '.join(template.split())[:45]}" for at, template in enumerate(table["template"], 1)]
axis.barh(names, table["posts"], label="all authors", color="C7")
axis.barh(names, table["busiest"], label="the busiest one", color="C0")
axis.invert_yaxis()
axis.xaxis.get_major_locator().set_params(integer=True)
axis.set(title="Templates that come back", xlabel="posts")
axis.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
figure.savefig(pictures / "templates.svg")

# %% The authors' share of them: how much of what came back the busiest wrote.
share = 100 * repeated["author"].value_counts()["count"].sort(descending=True).cum_sum() / len(repeated)
figure, axis = plt.subplots(figsize=(6, 4), layout="constrained")
axis.plot(range(len(share) + 1), [0, *share], marker="o")
axis.xaxis.get_major_locator().set_params(integer=True)
axis.set(title="Who writes them", xlabel="authors, the busiest first", ylabel="% of the posts of these templates", ylim=(0, 105))
figure.savefig(pictures / "authors.svg")
