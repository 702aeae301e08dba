"""Puts the teachers together: for each of them words, MiniLM and (posts that are not English) e5, each learned without its third of
the sources; how far each part is trusted is learned on posts that none of the three has seen. Writes logits for all posts.

    python opinions.py POSTS WRITTEN MINILM E5.npz E5-WRITTEN.npz OUT.jsonl      MINILM: minilm-{}.npy; a teacher may lack it
"""

import glob
import json
import os
import re
import sys

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from posts import JUDGED, LABELLED, TEACHERS, folds, load, source

CATEGORIES = ("pump", "claim")
TOKEN = r"<\w+>|[a-z']+|[^\w\s]"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def mask(text):
    """Names and numbers to shapes: a ticker must teach nothing."""
    text = re.sub(r"https?://\S+|www\.\S+|\bt\.me/\S+", " <url> ", text)
    text = re.sub(r"@\w+", " <at> ", text)
    text = re.sub(r"\$[A-Za-z][A-Za-z0-9]{1,9}\b", " <tick> ", text)
    text = re.sub(r"#(\w+)", r" <hash> \1", text)
    return NUMBER.sub(lambda m: f" <n{min(4, len(m.group().split('.')[0].replace(',', '')))}> ", text).lower()


def main():
    folder, written, minilm, e5, e5_written, out = sys.argv[1:]
    labelled, unlabelled = load(folder, LABELLED), load(folder, ["unlabelled"])
    made = [json.loads(line) for name in sorted(glob.glob(os.path.join(written, "*.jsonl"))) for line in open(name, encoding="utf-8")]
    fold = folds(labelled)
    posts = labelled + unlabelled
    of = np.array([fold.get(source(post), -1) for post in posts])
    vectors = {}
    for name in (e5, e5_written):
        file = np.load(name)
        vectors.update(zip(file["ids"], file["vectors"].astype(np.float32)))
    rows = np.array([post["id"] in vectors for post in posts])
    dense = np.array([vectors[post["id"]] for post in posts if post["id"] in vectors]) * 8
    made_dense = np.array([vectors[post["id"]] for post in made if post["id"] in vectors]) * 8
    clear = np.array([k < len(labelled) and not post.get("ambiguous") for k, post in enumerate(posts)])
    texts = [mask(post["text"]) for post in posts + made]
    label = {c: np.array([post.get(c) or 0 for post in posts + made]) for c in CATEGORIES}
    parts = {}
    for teacher in range(TEACHERS):
        learn = np.where(clear & (of % TEACHERS != teacher) | np.zeros(len(posts), bool))[0]
        learn = np.r_[learn, np.arange(len(posts), len(posts) + len(made))]
        weight = np.where(learn < len(posts), 1.0, 0.5)
        vectorizers = [TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=TOKEN), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)]
        x = hstack([v.fit_transform([texts[i] for i in learn]) for v in vectorizers]).tocsr()
        other = hstack([v.transform(texts[: len(posts)]) for v in vectorizers]).tocsr()
        foreign = np.where(rows)[0]
        own = np.isin(foreign, learn)
        for c in CATEGORIES:
            model = LogisticRegression(C=10, max_iter=100, class_weight="balanced").fit(x, label[c][learn], sample_weight=weight)
            said = np.zeros((len(posts), 4))
            said[:, 0] = model.decision_function(other)
            said[:, 3] = 1
            name = minilm.format(teacher)
            if os.path.exists(name):
                said[:, 1] = np.load(name)[:, CATEGORIES.index(c)]
            few = np.r_[dense[own], made_dense]
            y = np.r_[label[c][foreign[own]], label[c][len(posts):][[post["id"] in vectors for post in made]]]
            w = np.r_[np.ones(own.sum()), np.full(len(made_dense), 0.5)]
            said[foreign, 2] = LogisticRegression(C=1, max_iter=300, class_weight="balanced").fit(few, y, sample_weight=w).decision_function(dense)
            parts[teacher, c] = said
        print("teacher", teacher, flush=True)
    # Trust: learned on the posts that each teacher has not seen, English and others apart; a teacher without MiniLM by itself.
    total = {}
    for c in CATEGORIES:
        for teacher in range(TEACHERS):
            total[teacher, c] = np.zeros(len(posts))
            for group in (rows, ~rows):
                alike = [t for t in range(TEACHERS) if (parts[t, c][:, 1] != 0).any() == (parts[teacher, c][:, 1] != 0).any()]
                known = [(t, np.where(clear & group & (of >= 0) & (of % TEACHERS == t))[0]) for t in alike]
                x = np.concatenate([parts[t, c][index][:, :3] for t, index in known])
                y = np.concatenate([label[c][index] for _, index in known])
                model = LogisticRegression(C=1.0).fit(x, y)
                total[teacher, c][group] = model.decision_function(parts[teacher, c][group][:, :3])
                print(c, "teacher", teacher, "others" if group is rows else "English", np.round(model.coef_[0], 2), round(model.intercept_[0], 2))
        for name, group in (("English", ~rows), ("others", rows)):
            index = np.array([k for k in range(len(labelled)) if clear[k] and group[k] and labelled[k]["set"] in JUDGED])
            pick = lambda column: np.array([parts[of[k] % TEACHERS, c][k, column] for k in index])
            y = label[c][index]
            both = np.array([total[of[k] % TEACHERS, c][k] for k in index])
            print(c, name, len(index), "AP: words %.3f MiniLM %.3f e5 %.3f together %.3f" % tuple(average_precision_score(y, s) for s in (pick(0), pick(1), pick(2), both)))
    with open(out, "w", encoding="utf-8") as file:
        for k, post in enumerate(posts):
            row = {"id": post["id"], "fold": int(of[k]) if of[k] >= 0 else None}
            for c in CATEGORIES:
                row[c] = [round(float(np.clip(total[t, c][k], -8, 8)), 2) for t in range(TEACHERS)]
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
