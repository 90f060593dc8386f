"""Data warehouse and year-end report for provincial foreign information work (thông tin đối ngoại)."""

__version__ = "0.1.0"
