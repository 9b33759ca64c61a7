"""Records what transformers computes for each config of configs.json, with weights made from their names.

    pip install torch transformers && python record_logits.py

writes logits.json beside it: for each config the first logits at the last position of IDS, in float32.
"""

import json
from pathlib import Path

import torch
from transformers import CONFIG_MAPPING, AutoModelForCausalLM

HERE = Path(__file__).parent
IDS = [5, 17, 42, 3, 60, 17, 8, 33, 21, 50, 2, 11]
LOGITS = 12


def weights(name: str, shape: torch.Size) -> torch.Tensor:
    """The numbers of a tensor, from its name alone; norms are near one."""
    seed = sum((i + 1) * ord(character) for i, character in enumerate(name))
    index = torch.arange(shape.numel(), dtype=torch.int64)
    values = ((index * 7919 + seed * 104729 + 1) % 10007).double() / 10007 - 0.5
    norm = len(shape) == 1 and name.endswith("weight")
    return (values * 0.6 + (1 if norm else 0)).float().reshape(shape)


def logits(fields: dict) -> list[float]:
    config = CONFIG_MAPPING[fields.get("model_type", "gpt2")].from_dict(fields)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager", dtype=torch.float32).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if config.model_type == "gpt_neox":  # as its checkpoints have it
                name = name.replace("lm_head", "embed_out")
            parameter.copy_(weights(name, parameter.shape))
        return model(torch.tensor([IDS])).logits[0, -1, :LOGITS].tolist()


rows = {
    row["model"]: [round(value, 6) for value in logits(row["config"])]
    for row in json.loads((HERE / "configs.json").read_text())
}
lines = ",\n".join(f"  {json.dumps(model)}: {json.dumps(values)}" for model, values in rows.items())
(HERE / "logits.json").write_text("{\n" + lines + "\n}\n")
