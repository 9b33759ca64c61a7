"""AlphaEdit in PyTorch, in the order and the shapes of the published procedure.

    python published.py REQUEST.json RESULT.json TENSORS.safetensors

One fact after another, every step a pass of all prompts through the whole model; a pass over the corpus per
layer; P and the normal equations as dense d x d matrices, in float32 (or, where the request says so, in float64, to
see whose digits they are that differ). Kinder to it than to ourselves in three
places: a pass over the corpus stops at its layer, the output head runs once per step and not twice, and nothing
is read from or written to disk in between.

The mathematics is that of arXiv 2410.02355 (AlphaEdit) and 2210.07229 (MEMIT).
"""

import json
import resource
import sys
import time

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

CONVERGED = 0.05


class Stop(Exception):
    """Ends a forward pass at the layer that was waited for."""


class Edited:
    """Where the parts of a model are, for the two layouts there are."""

    def __init__(self, folder):
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.model.requires_grad_(False)
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=f"{folder}/tokenizer.json")
        if hasattr(self.model, "transformer"):
            self.blocks = self.model.transformer.h
            self.down = [block.mlp.c_proj for block in self.blocks]
            self.transposed = True
        else:
            self.blocks = self.model.model.layers
            self.down = [block.mlp.down_proj for block in self.blocks]
            self.transposed = False

    def encode(self, text):
        return self.tokenizer(text)["input_ids"]

    def padded(self, rows):
        length = max(map(len, rows))
        ids = torch.zeros(len(rows), length, dtype=torch.long)
        mask = torch.zeros(len(rows), length, dtype=torch.long)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}


def lookup_of(edited, template, prompt, subject):
    """Index of the subject's last token in template(prompt(subject))."""
    whole = template.replace("{}", prompt)
    return len(edited.encode(whole[: whole.index("{}")] + subject)) - 1


def question(template, fact):
    return template.replace("{}", fact["prompt"]).replace("{}", fact["subject"])


def hidden_of(output):
    return output[0] if isinstance(output, tuple) else output


def second_moment(edited, layer, documents, context, precision):
    total, tokens = None, 0
    kept = []

    def keep(_module, args):
        kept.append(args[0])
        raise Stop

    handle = edited.down[layer].register_forward_pre_hook(keep)
    with torch.no_grad():
        for start in range(0, len(documents), 8):
            rows = [edited.encode(text)[:context] for text in documents[start : start + 8]]
            batch = edited.padded(rows)
            try:
                edited.model(**batch)
            except Stop:
                pass
            keys = kept.pop()[batch["attention_mask"].bool()].to(precision)
            product = keys.T @ keys
            total = product if total is None else total.add_(product)
            tokens += keys.shape[0]
    handle.remove()
    return total / tokens, tokens


def projector(moment, threshold):
    basis, values, _ = torch.linalg.svd(moment, full_matrices=False)
    null = basis[:, values < threshold]
    return null @ null.T, null.shape[1]


def compute_z(edited, fact, templates, settings):
    target = edited.encode(" " + fact["target"])
    ending = edited.tokenizer.decode(target[:-1])
    rows = [edited.encode(question(template, fact) + ending) for template in templates]
    lookups = [lookup_of(edited, template, fact["prompt"], fact["subject"]) for template in templates]
    essence = "{} is a"
    rows.append(edited.encode(essence.replace("{}", fact["subject"])))
    lookups.append(lookup_of(edited, "{}", essence, fact["subject"]))
    batch = edited.padded(rows)
    every = torch.arange(len(rows))
    places = torch.tensor(lookups)
    ends = torch.tensor([len(row) for row in rows[:-1]])
    wanted = torch.tensor(target)
    positions = ends[:, None] - len(target) + torch.arange(len(target))[None, :]

    delta = torch.zeros(edited.model.config.hidden_size, requires_grad=True)
    optimizer = torch.optim.Adam([delta], lr=settings["zLearningRate"])
    h0, initial, steps = None, None, 0

    def add(_module, _args, output):
        nonlocal h0
        hidden = hidden_of(output)
        if h0 is None:
            h0 = hidden[0, lookups[0]].detach().clone()
        hidden = hidden.clone()
        hidden[every, places] += delta
        return (hidden, *output[1:]) if isinstance(output, tuple) else hidden

    handle = edited.blocks[settings["layers"][-1]].register_forward_hook(add)
    for step in range(settings["zSteps"]):
        steps = step + 1
        optimizer.zero_grad()
        logs = torch.log_softmax(edited.model(**batch).logits, dim=2)
        now = logs[-1, lookups[-1]]
        if initial is None:
            initial = now.detach().clone()
        # kl_div takes what is compared with first: this is KL(now || initial).
        kl = torch.nn.functional.kl_div(initial, now, log_target=True, reduction="sum")
        chosen = logs[every[:-1, None], positions, wanted[None, :]]
        nll = -(chosen.sum(1) / len(target)).mean()
        decay = settings["zWeightDecay"] * delta.norm() / h0.norm() ** 2
        loss = nll + settings["klFactor"] * kl + decay
        if loss.item() < CONVERGED or step == settings["zSteps"] - 1:
            break
        loss.backward()
        optimizer.step()
        limit = settings["clampNormFactor"] * h0.norm()
        if delta.norm() > limit:
            with torch.no_grad():
                delta.mul_(limit / delta.norm())
    handle.remove()
    return (h0 + delta).detach(), steps


def at_subject(edited, layer, facts, templates, of):
    """Input ('key') or block output ('hidden') of a layer at the subject's last token, [facts, templates, width]."""
    rows, lookups = [], []
    for fact in facts:
        for template in templates:
            rows.append(edited.encode(question(template, fact)))
            lookups.append(lookup_of(edited, template, fact["prompt"], fact["subject"]))
    kept, found = [], []
    if of == "key":
        handle = edited.down[layer].register_forward_pre_hook(lambda _m, args: kept.append(args[0]))
    else:
        handle = edited.blocks[layer].register_forward_hook(lambda _m, _a, out: kept.append(hidden_of(out)))
    with torch.no_grad():
        for start in range(0, len(rows), 64):
            part = rows[start : start + 64]
            edited.model(**edited.padded(part))
            found.append(kept.pop()[torch.arange(len(part)), torch.tensor(lookups[start : start + 64])])
    handle.remove()
    return torch.cat(found).reshape(len(facts), len(templates), -1)


def edit(edited, facts, templates, settings, projectors, history, z):
    deltas = {}
    layers = settings["layers"]
    for i, layer in enumerate(layers):
        keys = at_subject(edited, layer, facts, templates, "key")
        keys = (0.5 * keys[:, 0] + 0.5 * keys[:, 1:].mean(1)).T.to(history[layer].dtype)
        now = at_subject(edited, layers[-1], facts, ["{}"], "hidden")[:, 0]
        missing = ((z - now) / (len(layers) - i)).T.to(keys.dtype)
        project = projectors[layer]
        left = project @ (keys @ keys.T + history[layer]) + settings["L2"] * torch.eye(keys.shape[0], dtype=keys.dtype)
        change = torch.linalg.solve(left, project @ keys @ missing.T).T
        weight = edited.down[layer].weight
        change = change.to(weight.dtype)
        weight.add_(change.T if edited.transposed else change)
        deltas[layer] = change
    for layer in layers:
        keys = at_subject(edited, layer, facts, templates, "key")
        keys = (0.5 * keys[:, 0] + 0.5 * keys[:, 1:].mean(1)).T.to(history[layer].dtype)
        history[layer] += keys @ keys.T
    return deltas


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    settings, facts, templates = request["settings"], request["facts"], request["templates"]
    layers = settings["layers"]
    precision = torch.float64 if request["double"] else torch.float32
    torch.set_num_threads(request["threads"])
    seconds = {}
    started = time.perf_counter()

    def lap(name):
        nonlocal started
        now = time.perf_counter()
        seconds[name] = seconds.get(name, 0) + now - started
        started = now

    edited = Edited(request["model"])
    lap("load")
    moments, tokens = {}, 0
    for layer in layers:
        moments[layer], tokens = second_moment(
            edited, layer, request["documents"], request["contextLength"], precision
        )
    lap("covariance")
    projectors, nulls = {}, {}
    for layer in layers:
        projectors[layer], nulls[layer] = projector(moments[layer], settings["nullSpaceThreshold"])
    traces = {layer: moments[layer].trace().item() for layer in layers}
    del moments
    lap("projector")
    found = [compute_z(edited, fact, templates, settings) for fact in facts]
    z = torch.stack([value for value, _ in found])
    lap("values")
    history = {layer: torch.zeros_like(projectors[layer]) for layer in layers}
    with torch.no_grad():
        deltas = edit(edited, facts, templates, settings, projectors, history, z)
    lap("solve")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    save_file(
        {"z": z, **{f"delta.{layer}": change.contiguous() for layer, change in deltas.items()}}, sys.argv[3]
    )
    result = {
        "seconds": seconds,
        "peakBytes": peak if sys.platform == "darwin" else peak * 1024,
        "tokens": tokens,
        "traces": traces,
        "nullDimensions": nulls,
        "steps": [steps for _, steps in found],
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    }
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(result, file)


main()
