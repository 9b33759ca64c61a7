"""Records what `transformers` makes of conversations with the templates of `@alphaedit/testing`.

    python record-chat-ids.py FOLDER > chat-ids.json

FOLDER holds a folder for each style, as `writeTinyModel(directory, { chat: style })` writes it. Nothing is downloaded;
`transformers` and `jinja2` are all that is needed.
"""

import json
import sys
from pathlib import Path

import transformers
from transformers import PreTrainedTokenizerFast

CONVERSATIONS = {
    "question": [{"role": "user", "content": "Where is Ann?"}],
    "blanks": [{"role": "user", "content": "  Where is Ann?\n"}],
    "turns": [
        {"role": "user", "content": "Hi {}"},
        {"role": "assistant", "content": "Hello, 東京."},
        {"role": "user", "content": "Where is Ann?"},
    ],
    "system": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Where is Ann?"},
    ],
    "answered": [
        {"role": "user", "content": "Where is Ann?"},
        {"role": "assistant", "content": "Rome"},
    ],
}


def record(folder: Path) -> dict:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    found = {}
    for name, messages in CONVERSATIONS.items():
        options = {
            "add_generation_prompt": messages[-1]["role"] == "user",
            "enable_thinking": False,
            "date_string": "26 Jul 2024",
        }
        try:
            ids = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False, **options)
            text = tokenizer.apply_chat_template(messages, tokenize=False, **options)
            found[name] = {"text": text, "ids": ids}
        except Exception as error:  # jinja2.exceptions.TemplateError, from raise_exception
            found[name] = {"refused": str(error)}
    return found


folders = sorted(Path(sys.argv[1]).iterdir())
recorded = {
    "transformers": transformers.__version__,
    "conversations": CONVERSATIONS,
    "styles": {folder.name: record(folder) for folder in folders},
}
print(json.dumps(recorded, ensure_ascii=False, indent=1))
