"""Reproducible zip files (docx, xlsx, pptx): bytes depend on the members only, not on the clock or file attributes."""

from __future__ import annotations

import io
import re
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
CORE_DATE = b"2000-01-01T00:00:00Z"
CORE_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def stable_zip(data: bytes) -> bytes:
    """The same zip with fixed dates (members, `docProps/core.xml`), members in their order; `BadZipFile` if it is none."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            target.writestr(_zip_entry(member.filename), _stable_content(member.filename, source.read(member)))
    return out.getvalue()


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _stable_content(name: str, content: bytes) -> bytes:
    return CORE_DATES.sub(rb"\g<1>" + CORE_DATE, content) if name == "docProps/core.xml" else content
