"""For analysts in JupyterLab: the last warehouse, read-only, and how tables look in a notebook."""
