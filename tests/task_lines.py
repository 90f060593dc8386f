"""Titles of tasks of tth-2024 and a line as a department types it."""

T1 = "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, chính sách pháp luật của Nhà nước về thông tin đối ngoại"
T2 = "Triển khai Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị"
T41 = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
T42 = "Xuất bản ấn phẩm phục vụ công tác TTĐN"
T43 = "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại..."
T5 = "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào"


def line(
    code="1", title=T1, status="Đang thực hiện", pct=50, allocated=None, disbursed=None, result="12 tin, bài", done=None
):
    """One row in the order of `warehouse_case.PROGRESS`; a number is a typed cell, a string a text cell."""
    typed = float(pct) if isinstance(pct, int) else pct
    return [code, title, status, typed, allocated, disbursed, result, done]
