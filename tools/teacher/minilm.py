"""Fine-tunes MiniLM without one third of the sources, and writes its logits (pump, claim) for all posts.

    python minilm.py POSTS TEACHER OUT.npy       TEACHER: 0, 1 or 2; rows in the order of posts.load(LABELLED) + unlabelled

Stops and starts: after each epoch the weights are kept beside OUT. Some 40 minutes on two cores.
"""

import os
import random
import sys
import zipfile

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from posts import LABELLED, TEACHERS, folds, load, source

# As in the first measurements with this model; longer texts and more epochs brought nothing that they cost.
EPOCHS, LENGTH, BATCH, SMOOTHING = 2, 96, 16, 0.02


def weights():
    import all_minilm_l6_v2

    folder = os.path.join(os.path.expanduser("~"), ".cache", "minilm")
    if not os.path.exists(os.path.join(folder, "config.json")):
        zipfile.ZipFile(os.path.join(os.path.dirname(all_minilm_l6_v2.__file__), "model.zip")).extractall(folder)
    return folder


def main():
    folder, teacher, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    labelled, unlabelled = load(folder, LABELLED), load(folder, ["unlabelled"])
    fold = folds(labelled)
    learn = [i for i, post in enumerate(labelled) if not post.get("ambiguous") and fold[source(post)] % TEACHERS != teacher]
    texts = [post["text"] for post in labelled + unlabelled]
    files = weights()
    tokenizer, encoder = AutoTokenizer.from_pretrained(files), AutoModel.from_pretrained(files)
    torch.manual_seed(1)
    head = torch.nn.Linear(encoder.config.hidden_size, 2)
    model = torch.nn.ModuleList([encoder, head])

    def forward(index):
        tokens = tokenizer([texts[i] for i in index], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        mask = tokens["attention_mask"].unsqueeze(-1).float()
        hidden = encoder(**tokens).last_hidden_state
        return head((hidden * mask).sum(1) / mask.sum(1))

    def batches(index, order):
        index = list(index)
        if order is None:
            return [index[k : k + BATCH] for k in range(0, len(index), BATCH)]
        order.shuffle(index)
        chunk = BATCH * 20
        index = [i for k in range(0, len(index), chunk) for i in sorted(index[k : k + chunk], key=lambda i: len(texts[i]))]
        cut = batches(index, None)
        return order.sample(cut, len(cut))

    optimiser = torch.optim.AdamW([{"params": encoder.parameters(), "lr": 5e-5}, {"params": head.parameters(), "lr": 1e-3}], weight_decay=0.01)
    total = EPOCHS * len(batches(learn, None))
    rate = lambda step: min(1, (step + 1) / (0.1 * total)) * max(0, (total - step) / total)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    loss_of = torch.nn.BCEWithLogitsLoss()
    begun, kept = 0, out + ".pt"
    if os.path.exists(kept):
        state = torch.load(kept)
        begun = state["epoch"]
        model.load_state_dict(state["model"]), optimiser.load_state_dict(state["optimiser"]), schedule.load_state_dict(state["schedule"])
    for epoch in range(begun, EPOCHS):
        losses = []
        for step, batch in enumerate(batches(learn, random.Random(epoch))):
            y = torch.tensor([[labelled[i]["pump"], labelled[i]["claim"]] for i in batch], dtype=torch.float)
            loss = loss_of(forward(batch), y * (1 - 2 * SMOOTHING) + SMOOTHING)
            optimiser.zero_grad(), loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step(), schedule.step()
            losses.append(loss.item())
            if step % 50 == 0:
                print(f"epoch {epoch} step {step} of {total // EPOCHS}: loss {np.mean(losses[-50:]):.3f}", flush=True)
        torch.save({"epoch": epoch + 1, "model": model.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}, kept)
    model.eval()
    logits = np.zeros((len(texts), 2), dtype=np.float32)
    with torch.no_grad():
        for batch in batches(sorted(range(len(texts)), key=lambda i: len(texts[i])), None):
            logits[batch] = forward(batch).numpy()
    np.save(out, logits)


if __name__ == "__main__":
    main()
