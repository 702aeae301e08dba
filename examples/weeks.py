# %% [markdown]
# # Weeks of hype
#
# For a folder of exports (JSON Lines with `text`, `author` and `time`): reasons by week, templates that come back, and the
# share of the authors who post them. Run it as a script, or cell by cell in an editor that knows `# %%`.

# %%
import sys
from pathlib import Path

import hypelint
import matplotlib

if "ipykernel" not in sys.modules:
    matplotlib.use("Agg")

import matplotlib.pyplot as plt
import polars as pl

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
pictures = Path(sys.argv[2] if len(sys.argv) > 2 else "target/examples")
pictures.mkdir(parents=True, exist_ok=True)

# %% The posts. Without a folder: the repository's own, with authors and times made up, three posts a day; every tenth comes back
# two weeks later with another ticker.
if folder:
    posts = pl.concat([pl.read_ndjson(file) for file in sorted(folder.glob("*.jsonl"))], how="diagonal_relaxed")
    posts = posts.select("text", "author", pl.col("time").str.to_datetime(strict=False, time_zone="UTC"))
else:
    posts = pl.read_ndjson("tests/posts.jsonl", infer_schema_length=None).with_row_index("row")
    posts = posts.select(
        "text",
        author=pl.format("author {}", pl.col("row") * 7 % 40),
        time=pl.datetime(2025, 1, 6, time_zone="UTC") + pl.duration(hours=8 * pl.col("row")),
    )
    again = pl.col("text").str.replace_all(r"\$[A-Z]+", "$$TREFOL"), pl.col("time") + pl.duration(weeks=2)
    posts = pl.concat([posts, posts.gather_every(10).with_columns(*again)])

posts = pl.concat([posts, pl.DataFrame(hypelint.score_arrow(posts))], how="horizontal")
posts = posts.with_columns(week=pl.col("time").dt.truncate("1w"), hype=pl.col("flagged").list.len() > 0)
print(f"{len(posts)} posts, {posts['hype'].sum()} flagged")

# %% Reasons by week: the eight most frequent.
titles = {rule: words["title"] for rule, words in hypelint.catalogue()["rules"].items()}
reasons = posts.filter("hype").select("week", pl.col("findings").list.eval(pl.element().struct.field("rule")))
reasons = reasons.explode("findings").group_by("week", rule="findings").len()
top = reasons.group_by("rule").agg(pl.col("len").sum()).sort("len", "rule", descending=[True, False]).head(8)["rule"].to_list()
weeks = posts["week"].unique().sort()

figure, axis = plt.subplots(figsize=(10, 5), layout="constrained")
below = [0] * len(weeks)
for rule in top:
    counts = dict(reasons.filter(pl.col("rule") == rule).select("week", "len").iter_rows())
    heights = [counts.get(week, 0) for week in weeks]
    axis.bar(weeks, heights, 5, below, label=titles.get(rule, rule))
    below = [height + under for height, under in zip(heights, below, strict=True)]
axis.set(title="Reasons by week", ylabel="flagged posts with it")
axis.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
figure.savefig(pictures / "reasons.svg")

# %% Templates that come back: the same words around other tickers, numbers, links and emoji.
# Near ones, too, are found by `hypelint repeats`.
mask = r"(?i)https?://\S+|[$#@]\w+|\d[\d.,]*|\p{Extended_Pictographic}+"
masked = pl.col("text").str.to_lowercase().str.replace_all(mask, "·").str.replace_all(r"[\s·]+", " ").str.strip_chars()
templates = (
    posts.filter("hype")
    .with_columns(template=masked)
    .group_by("template")
    .agg(pl.len().alias("posts"), authors=pl.col("author").n_unique(), first=pl.col("time").min(), last=pl.col("time").max())
    .filter(pl.col("posts") > 1)
    .sort("posts", "template", descending=[True, False])
)
print(templates.head(10))

# %% The authors' share: how much of what is flagged the busiest of them wrote.
authors = posts.filter("hype").group_by("author").len().sort("len", descending=True)
share = authors["len"].cum_sum() / authors["len"].sum()
figure, axis = plt.subplots(figsize=(6, 4), layout="constrained")
axis.plot(range(1, len(share) + 1), 100 * share)
axis.set(title="Who writes it", xlabel="authors, the busiest first", ylabel="% of flagged posts", ylim=(0, 100))
figure.savefig(pictures / "authors.svg")
