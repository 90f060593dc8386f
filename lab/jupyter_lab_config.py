"""`make lab`: JupyterLab on this machine only, in Vietnamese, asking nothing of any other host.

jupyter lab --config=lab/jupyter_lab_config.py
"""

from pathlib import Path

from tdnreport.base.home import find_home

HERE = Path(__file__).resolve().parent
STATE = find_home().root / "out" / "lab"

c = get_config()  # noqa: F821 - given by Jupyter

# Only programs of this machine reach it, and only with the token in the address that `make lab` prints.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.root_dir = str(find_home().root / "notebooks")

# The browser itself refuses every other host, whatever a notebook asks for.
c.ServerApp.tornado_settings = {
    "headers": {
        "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "connect-src 'self' data: blob:; frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
    }
}

# No list of extensions from a registry, no question for a newer version; news is switched off in settings/overrides.json.
c.LabApp.extension_manager = "readonly"
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None

# Its own settings, apart from those of other JupyterLabs of this user: language and quiet come from overrides.json.
c.LabApp.app_settings_dir = str(HERE / "settings")
c.LabApp.user_settings_dir = str(STATE / "settings")
c.LabApp.workspaces_dir = str(STATE / "workspaces")

# An exported page fetches nothing: formulas stay text, lists to choose from are left out.
c.HTMLExporter.mathjax_url = ""
c.HTMLExporter.require_js_url = ""
c.HTMLExporter.jupyter_widgets_base_url = ""
