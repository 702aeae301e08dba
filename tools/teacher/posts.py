"""The posts that teachers learn from and judge, and the folds of sources that are left out.

A source (owner/repository) stands in one of nine folds, whole. Teacher T of three learns from the labelled posts of the folds F with
F % 3 != T, so what it says of a post of the other folds is said of a source that it has not seen.
"""

import json
import os

LABELLED = ("dev", "everyday", "cards", "claims", "languages", "trading", "technology", "world", "nearmiss", "uncertain", "abroad")
JUDGED = ("trading", "technology", "world", "nearmiss")
FOLDS, TEACHERS = 9, 3


def load(folder, names):
    posts = []
    for name in names:
        with open(os.path.join(folder, name + ".jsonl"), encoding="utf-8") as lines:
            posts += [dict(json.loads(line), set=name) for line in lines]
    return posts


def source(post):
    return post["source"].split(":")[0]


def traits(post):
    """What folds should hold equal shares of."""
    part = "English" if post.get("lang", "en") == "en" else "other"
    judged = post["set"] in JUDGED
    return ["posts"] + [(part, category) for category in ("pump", "claim") if judged and post[category]]


def folds(labelled):
    """Source → fold: the largest sources first, each into the fold that it leaves most even."""
    by_source, whole = {}, {}
    for post in labelled:
        counts = by_source.setdefault(source(post), {})
        for trait in traits(post):
            counts[trait] = counts.get(trait, 0) + 1
            whole[trait] = whole.get(trait, 0) + 1
    share = lambda counts: sum(count / whole[trait] for trait, count in counts.items())
    filled, of = [{} for _ in range(FOLDS)], {}
    for name, counts in sorted(by_source.items(), key=lambda item: (-share(item[1]), item[0])):
        cost = lambda fold: sum(filled[fold].get(trait, 0) * count / whole[trait] ** 2 for trait, count in counts.items())
        of[name] = min(range(FOLDS), key=cost)
        for trait, count in counts.items():
            filled[of[name]][trait] = filled[of[name]].get(trait, 0) + count
    return of
