"""Records how the tokenizers library splits texts, for pre-tokenizers of published tokenizer.json files and others.

    pip install tokenizers && python record_splits.py

writes splits.json beside it.
"""

import json
import random
from pathlib import Path

from tokenizers import Tokenizer

PIECES = [
    *["the", "Word", "HTTP", "a", "B", "camelCase", "'s", "'S", "'\u017f", "\u017f", "'ll", "'LL", "\u212a", "n't", "'re"],
    *["\ufeff", "\u0085", "\u00a0", "\u200b", "\u2028", "\u3000", "\u180e", "\u001c", "\u001f", "\u2009", "\u1680"],
    *["\t", "\n", "\r\n", "\r", " ", " ", "  ", "\u0000", "\u007f", "\u00ad", "\u200d", "\u200c"],
    *["½", "²", "٣٤", "12", "3", "4567", "Ⅷ", "①", "_", "-", "--", "'", ".", "...", "!", "(", "$", "€", "©", "·", "‿", "—", "“"],
    *["日本", "京", "é", "e\u0301", "\u0300", "한국", "नमस्ते", "שלום", "สวัสดี", "µ", "ª", "İ", "ß", "ﬁ", "😀", "👩‍👧"],
]
random.seed(5)
TEXTS = ["the\ufeff's", "the\u0085's", *("".join(random.choices(PIECES, k=random.randint(3, 9))) for _ in range(70))]

CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
WORD = rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}"
BEHAVIORS = ["Isolated", "Removed", "Contiguous", "MergedWithPrevious", "MergedWithNext"]


def split(pattern: dict, behavior: str = "Isolated", invert: bool = False) -> dict:
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def regex(text: str) -> dict:
    return {"Regex": text}


def sequence(*parts: dict) -> dict:
    return {"type": "Sequence", "pretokenizers": list(parts)}


def byte_level(prefix: bool = False, use_regex: bool = True) -> dict:
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": use_regex}


def digits(individual: bool) -> dict:
    return {"type": "Digits", "individual_digits": individual}


def metaspace(scheme: str, **more: bool) -> dict:
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, **more}


BYTES = byte_level(use_regex=False)
CASES = {
    "GPT-2": byte_level(),
    "GPT-2 with a space in front": byte_level(True),
    "SmolLM": sequence(digits(True), byte_level()),
    "digits, then GPT-2 with a space in front": sequence(digits(True), byte_level(True)),
    "Llama 3": sequence(split(regex(WORD + "{1,3}" + REST)), BYTES),
    "Qwen2": sequence(split(regex(WORD + REST)), BYTES),
    "Qwen2 with spaces in front": sequence(split(regex(WORD + REST)), byte_level(True, False)),
    "Qwen2, inverted": sequence(split(regex(WORD + REST), "Removed", True), BYTES),
    "DeepSeek": sequence(
        split(regex(r"[\r\n]")),
        split(regex(r"\s?[A-Za-zµÀ-ÖØ-öø-ƺḀ-ἕ]+")),
        split(regex(r"\s?[!-/:-~！-／：-～‘-‟　-。]+")),
        split(regex(r"\s+$")),
        split(regex(r"[一-龥가-퟿]+")),
        digits(True),
        BYTES,
    ),
    "Falcon": sequence(
        {"type": "Punctuation", "behavior": "Contiguous"}, byte_level(), digits(False), split(regex("[0-9][0-9][0-9]"))
    ),
    "digits": digits(False),
    "white space and words": {"type": "Whitespace"},
    "white space": {"type": "WhitespaceSplit"},
    "BERT": {"type": "BertPreTokenizer"},
    "a delimiter": {"type": "CharDelimiterSplit", "delimiter": "-"},
    "Metaspace": metaspace("first", split=False),
    "Metaspace that splits": metaspace("always", split=True),
    "Metaspace of old files": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
    **{f"punctuation, {how}": {"type": "Punctuation", "behavior": how} for how in BEHAVIORS},
    **{
        f"a pattern, {how}{', inverted' if invert else ''}": split(regex(r"\s+|\d"), how, invert)
        for how in BEHAVIORS
        for invert in (False, True)
    },
    **{f"a text, {how}": split({"String": " "}, how) for how in BEHAVIORS},
}


def splits(pre_tokenizer: dict) -> list[list[str]]:
    tokenizer = Tokenizer.from_str(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": pre_tokenizer, "post_processor": None, "decoder": None,
        "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []},
    }))
    return [[part for part, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text)] for text in TEXTS]


rows = [{"name": name, "config": config, "splits": splits(config)} for name, config in CASES.items()]
lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
out = f'{{"texts": {json.dumps(TEXTS)},\n"cases": [\n{lines}\n]}}\n'
(Path(__file__).parent / "splits.json").write_text(out, encoding="utf-8")
