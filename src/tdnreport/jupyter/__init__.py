"""JupyterLab interface for analysts: the last warehouse, read-only, and its display in notebooks."""
