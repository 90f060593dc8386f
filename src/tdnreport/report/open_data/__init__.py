"""Warehouse → Parquet, CSV and JSON with a Data Package description."""
