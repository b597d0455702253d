"""JupyterLab as a learner meets it: a server in a home of its own, a notebook whose cells are run in the page."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, Page

PATIENCE = 60
SOURCE = Path(__file__).parents[2] / "src"
TOKEN = "widgets"
SETTINGS = {
    # Cells out of sight keep their outputs.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
# The panel that holds the notebook, and how the rest of this page names it.
PANEL = """() => {
  const isNotebook = (widget) => widget.content?.activeCellIndex !== undefined && widget.sessionContext;
  window.panel = [...(window.jupyterapp?.shell?.widgets("main") ?? [])].find(isNotebook);
  return window.panel?.isVisible && window.panel.sessionContext.session?.kernel?.connectionStatus === "connected";
}"""
RUN = """async (index) => {
  const notebook = panel.content;
  jupyterapp.shell.activateById(panel.id);
  notebook.activeCellIndex = index;
  await jupyterapp.commands.execute("notebook:run-cell");
  return notebook.widgets[index].model.outputs.toJSON().map(({ text, ename }) => text ?? ename ?? "").join("");
}"""


class Lab:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        page.wait_for_function(PANEL)

    def run(self, cell: int) -> str:
        """Run a cell and return what it printed."""
        return str(self.page.evaluate(RUN, cell))

    def cell(self, cell: int) -> Locator:
        """A cell as the page shows it."""
        return self.page.locator(".jp-Notebook-cell").nth(cell)

    def place(self) -> list[Any]:
        """Which cell is active, whether it is being edited, and how many there are."""
        return list(
            self.page.evaluate(
                "() => [panel.content.activeCellIndex, panel.content.mode, panel.content.widgets.length]"
            )
        )

    def activate(self, cell: int) -> None:
        """Make a cell the active one."""
        self.page.evaluate("(cell) => (panel.content.activeCellIndex = cell)", cell)


@contextmanager
def serving(home: Path, notebooks: dict[str, nbformat.NotebookNode]) -> Iterator[str]:
    """Serve notebooks, by file name; yields their address with a place for the name: `address.format(name)`."""
    folder, settings = home / "notebooks", home / "settings"
    folder.mkdir()
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / name)
    for name, values in SETTINGS.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    places = {
        "HOME": home,
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
    }
    environment = {
        **os.environ,
        **{name: str(path) for name, path in places.items()},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(SOURCE),
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--LabApp.expose_app_in_browser=True",
    ]
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    log = (home / "log").open("w+")
    server = subprocess.Popen([*command, *options], env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", server, home / "log")
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={TOKEN}"
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:  # it waits for pages that are gone
            server.kill()
            server.wait()
        log.close()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")
