"""Executes a notebook headless: NOTEBOOK RESULT. Says what happens as JSON, a line an event, on standard output.

    {"cell": 3, "of": 12, "text": "first line of its source"}     a cell starts
    {"shows": "epoch 4 of 60 ..."}                                something was shown, or replaced what was shown
    {"done": 3, "seconds": 4.2}                                   the cell ended
    {"error": "TypeError: ...", "cell": 3, "text": "..."}         it failed; the notebook is saved all the same, and the exit code is 1

What was executed is written to RESULT whole or not at all.
"""

import asyncio
import json
import os
import pathlib
import signal
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def say(**event):
    print(json.dumps(event), flush=True)


def first_line(source):
    lines = [line.strip() for line in source.strip().splitlines()]
    code = [line for line in lines if line and not line.startswith("//")]
    return (code or lines or [""])[0]


class Client(NotebookClient):
    """Tells what is shown while a cell still runs."""

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        if msg["msg_type"] in ("display_data", "update_display_data", "execute_result"):
            text = content.get("data", {}).get("text/plain", "")
            say(shows=first_line(text))
        elif msg["msg_type"] == "stream":
            say(shows=content.get("text", "").strip().splitlines()[-1] if content.get("text", "").strip() else "")
        return super().process_message(msg, cell, cell_index)


def execute(source, result):
    notebook = nbformat.read(source, as_version=4)
    # What the times of the cells hold for.
    notebook.metadata["spiketime"] = run = {"scale": os.environ.get("SPIKETIME_SCALE", "quick")}
    if os.environ.get("SPIKETIME_DATA"):
        run["data"] = pathlib.Path(os.environ["SPIKETIME_DATA"]).name
    code_cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
    place = {index: k + 1 for k, index in enumerate(code_cells)}
    started = {}

    def on_start(cell, cell_index):
        if cell_index in place:
            started[cell_index] = time.monotonic()
            say(cell=place[cell_index], of=len(code_cells), text=first_line(cell.source))

    def on_done(cell, cell_index, execute_reply):
        if cell_index in place:
            say(done=place[cell_index], seconds=round(time.monotonic() - started[cell_index], 3))

    client = Client(
        notebook,
        timeout=None,
        # Live views leave a picture; their state, spikes and all, would swell the notebook and keep exports from showing it.
        store_widget_state=False,
        resources={"metadata": {"path": str(pathlib.Path(source).resolve().parent)}},
        on_cell_start=on_start,
        on_cell_executed=on_done,
    )
    try:
        client.execute()
        return 0
    except CellExecutionError as error:
        cell = max(started) if started else 0
        say(error=f"{error.ename}: {error.evalue}", cell=place.get(cell, 0), text=first_line(notebook.cells[cell].source))
        return 1
    except DeadKernelError as error:
        cell = max(started) if started else 0
        say(error=f"the kernel died: {error}", cell=place.get(cell, 0), text=first_line(notebook.cells[cell].source))
        return 1
    finally:
        new = pathlib.Path(f"{result}.new")
        nbformat.write(notebook, new)
        os.replace(new, result)


def stop(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    # nbclient shuts its kernel down on the way out; a plain SIGTERM would leave it running.
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(execute(sys.argv[1], sys.argv[2]))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
