"""Operating system errors in Vietnamese: "No space left on device" → "ổ đĩa đã đầy"."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "không còn tệp hoặc thư mục này",
    errno.ELOOP: "liên kết chạy vòng",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EIO: "ổ đĩa báo lỗi",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã dùng hết dung lượng được cấp",
    errno.EFBIG: "tệp lớn hơn mức hệ thống cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EEXIST: "đã có tệp hoặc thư mục này",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTEMPTY: "thư mục không trống",
    errno.EBUSY: "đang được chương trình khác dùng",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENOMEM: "thiếu bộ nhớ",
}


def explain_os_error(error: OSError) -> str:
    """A part of a sentence; the number where the error is a rare one.

    >>> explain_os_error(OSError(28, "No space left on device"))
    'ổ đĩa đã đầy'
    """
    return _WHY.get(error.errno or 0, f"hệ thống báo lỗi số {error.errno}")
