"""One `Chart` → Plotly (page), matplotlib (paper), native charts (Word, Excel), in one theme."""
