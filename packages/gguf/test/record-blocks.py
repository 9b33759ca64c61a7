# Records blocks of every type that is read, and the numbers the `gguf` package makes of them (0.19.0):
#   pip install gguf==0.19.0 && python test/record-blocks.py > test/blocks.json
import base64, json
import numpy as np
from gguf import quants
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType as T

rng = np.random.default_rng(7)
text = lambda array: base64.b64encode(array.tobytes()).decode()
# Where the float16 scales lie in a block: random bytes there would be infinities.
halves = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82],
    "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
read = {}
for name, at in halves.items():
    size = GGML_QUANT_SIZES[T[name]][1]
    blocks = rng.integers(0, 256, (3, size), dtype=np.uint8)
    for offset in at:
        blocks[:, offset : offset + 2] = rng.normal(0, 0.02, (3, 1)).astype(np.float16).view(np.uint8)
    read[name] = {"bytes": text(blocks), "numbers": text(quants.dequantize(blocks, T[name]))}

values = np.concatenate([rng.normal(0, 0.05, 96), np.zeros(32), np.arange(32) - 15.5, np.arange(32) * 1e-6])
values = values.astype(np.float32).reshape(1, -1)
written = {name: text(quants.quantize(values, T[name])) for name in ["Q8_0", "Q4_0"]}
print(json.dumps({"read": read, "values": text(values), "written": written}, indent=1))
