"""Puts parameters into a notebook as papermill does with our translator, runs it by nbclient, and prints the last result."""

import json
import sys

import nbformat
from nbclient import NotebookClient

sys.path.insert(0, sys.argv[1])
from papermill_typescript import TypeScriptTranslator

defaults = """let epochs = 60 // how often
export const variant: "whole" | "norm" = "whole"
const levels = [0, 0.5];
const other = 1"""
later = "epochs++; [epochs, variant === 'whole', levels, other, extra]"

translator = TypeScriptTranslator()
translator.read(defaults)
given = {"epochs": 5, "variant": "norm", "levels": [0.1, None], "extra": {"deep": True, "text": 'a "word"'}}
cells = [nbformat.v4.new_code_cell(source) for source in (defaults, translator.codify(given), later)]
kernelspec = {"name": "spiketime", "display_name": "TypeScript (spiketime)", "language": "typescript"}
notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
NotebookClient(notebook, timeout=60).execute()
print(json.dumps([cells[1]["source"], cells[2]["outputs"][0]["data"]["text/plain"]]))
