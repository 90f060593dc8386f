"""The tables of `raw` with their columns."""

from __future__ import annotations

RAW = {
    "files": """file varchar, sha256 varchar, size_bytes bigint, format varchar, encoding varchar, unit_id varchar, unit_from varchar,
        unit_text varchar, period_id varchar, received_on date, received_from varchar, document_no varchar,
        register_position integer, is_supplement boolean,
        for_unit_id varchar, includes_predecessor boolean, is_sample boolean, is_slow boolean""",
    "sheets": "file varchar, sheet varchar, position integer, is_hidden boolean, lines integer, is_read boolean, reason varchar",
    "read_lines": "file varchar, sheet varchar, row_no integer, is_hidden boolean, cells varchar[], kinds varchar",
    "tables": """file varchar, sheet varchar, table_no integer, kind varchar, header_row integer, first_row integer, last_row integer,
        rest_is_data boolean""",
    "table_columns": """file varchar, sheet varchar, table_no integer, field varchar, position integer, scale bigint,
        cell_row integer, cell_column integer""",
    "table_rows": """file varchar, sheet varchar, table_no integer, row_no integer, role varchar,
        cells varchar[], kinds varchar""",
    "unread": "file varchar, sheet varchar, what varchar, name varchar, reason varchar",
    "other_files": "file varchar, unit_id varchar, received_on date, reason varchar",
    "findings": """file varchar, sheet varchar, table_no integer, row_no integer, field varchar, rule_id varchar, value varchar,
        detail varchar""",
    "previous_report": "plan_id varchar, period_id varchar, label varchar, as_of date",
    "previous_progress": "unit_id varchar, task_code varchar, status varchar, completion_pct double, result_text varchar",
    "previous_budget": "unit_id varchar, task_code varchar, allocated_vnd bigint, disbursed_vnd bigint",
    "previous_indicators": "unit_id varchar, indicator_code varchar, value double, cumulative double",
    "previous_quality": """plan_id varchar, period_id varchar, data_to date, unit_id varchar, score double, timely_points double,
        lead_points double, row_points double, warning_points double, reasons varchar""",
}
"""The tables of `raw` with their columns: what was sent, as text, where the reader saw tables in it, and what an earlier report said."""
