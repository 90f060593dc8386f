"""A mail saved as .eml → its attachments and the day on which it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))
MOST_PARTS = 500


class MailError(Exception):
    """The mail cannot be read; the message is the rest of a sentence."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """`is_picture_in_text` is a logo or a picture that stands between the lines of the mail."""

    name: str
    content: bytes
    is_picture_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """`received_on` is the day in Viet Nam on which the last server took it in, else the day it was written."""

    attachments: tuple[Attachment, ...]
    received_on: date | None


def open_mail(path: Path) -> Mail:
    """Read a mail; a forwarded mail's attachments are its own. Raises MailError where it is none."""
    try:
        with path.open("rb") as file:
            message = BytesParser(policy=default).parse(file)
        if not message.keys():
            raise MailError("không phải thư điện tử; hãy lưu lại thư dạng .eml")
        return Mail(tuple(_attachments(message)), _received_on(message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise MailError("không đọc được thư; hãy kéo riêng tệp đính kèm vào đây") from error


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise MailError(f"thư có quá {MOST_PARTS} phần")
        name = part.get_filename()
        if name and not part.is_multipart():
            content = part.get_payload(decode=True)
            is_picture = part.get_content_maintype() == "image" and (
                part.get_content_disposition() == "inline" or part["Content-ID"] is not None
            )
            yield Attachment(name, content if isinstance(content, bytes) else b"", is_picture)


def _received_on(message: EmailMessage) -> date | None:
    """A `Received` line ends with "; Tue, 12 Nov 2024 08:15:00 +0700"; the topmost was written last."""
    texts = [str(line).rpartition(";")[2] for line in message.get_all("Received", [])[:1]]
    return next((day for text in [*texts, str(message["Date"] or "")] if (day := _day_of(text))), None)


def _day_of(text: str) -> date | None:
    try:
        moment: datetime = parsedate_to_datetime(text.strip())
        return moment.astimezone(VIETNAM).date() if moment.tzinfo else moment.date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
