import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import as_tcvn3, as_vni, cp1258_bytes

from tdnreport.vietnamese import legacy_encodings
from tdnreport.vietnamese.encodings import decode_bytes

LINES = [
    "STT;Nhiệm vụ;Trạng thái",
    "1;Thông tin tuyên truyền, triển khai các chủ trương;hoàn thành",
    "4.1;Quảng bá hình ảnh của tỉnh;đang thực hiện",
    "5;Tuyên truyền biển, đảo;chưa triển khai",
]
TABLE = "\r\n".join(LINES) + "\r\n"
TCVN3_TABLE = TABLE.replace("Ả", "ả").replace("Đ", "đ")


def cp1252_bytes(text: str) -> bytes:
    return legacy_encodings.to_cp1252(text) or b""


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("utf-16"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("utf-32"), "utf-32"),
        (cp1258_bytes(TABLE), "windows-1258"),
        (cp1252_bytes(as_tcvn3(TABLE)), "tcvn3"),
        (cp1252_bytes(as_vni(TABLE)), "vni"),
    ],
)
def test_every_way_to_save_a_table_reads_back(data: bytes, encoding: str) -> None:
    decoded = decode_bytes(data)
    assert (decoded.text, decoded.encoding, decoded.is_certain) == (TABLE, encoding, True)


def test_windows_1258_comes_back_composed() -> None:
    assert unicodedata.is_normalized("NFC", decode_bytes(cp1258_bytes("Sở Ngoại vụ")).text)


def test_lines_pasted_from_another_file_are_read_by_themselves() -> None:
    lines = [LINES[0].encode(), cp1258_bytes(LINES[1]), cp1258_bytes(LINES[2]), cp1252_bytes(as_tcvn3(LINES[3]))]
    decoded = decode_bytes(b"\n".join(lines))
    assert decoded.text == "\n".join(LINES)
    assert decoded.encoding == "windows-1258+tcvn3+utf-8"
    assert not decoded.is_certain


def test_western_text_is_windows_1252_and_a_guess() -> None:
    decoded = decode_bytes("Müller;Straße;déjà vu;Größe".encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.is_certain) == (
        "Müller;Straße;déjà vu;Größe",
        "windows-1252",
        False,
    )


def test_a_file_cut_inside_a_letter_still_reads() -> None:
    assert decode_bytes(TABLE.encode()[:-1] + "ở".encode()[:2]).text.startswith("STT;Nhiệm vụ")


@given(st.binary(max_size=300))
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    assert isinstance(decode_bytes(data).text, str)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\x00")))
def test_utf8_reads_back_whatever_it_says(text: str) -> None:
    assert decode_bytes(text.encode()).text == text


WORDS = sorted({word for line in LINES for word in line.replace(";", " ").replace(",", "").split() if word.isalpha()})
SAVED = [
    str.encode,
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-le"),
    cp1258_bytes,
    lambda text: cp1252_bytes(as_tcvn3(text)),
    lambda text: cp1252_bytes(as_vni(text)),
]
PHRASES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(" ".join)


@given(st.lists(PHRASES, min_size=3, max_size=6), st.sampled_from(",;\t"), st.sampled_from(SAVED))
def test_any_table_of_words_reads_back_however_it_was_saved(
    phrases: list[str], delimiter: str, save: Callable[[str], bytes]
) -> None:
    """TCVN3 has no capitals with marks of its own, so case is not compared. A table has a header: of a single word such as "chưa"

    nothing can tell VNI from the bytes of "chửa" in TCVN3.
    """
    rows = enumerate(["Nội dung nhiệm vụ được giao", *phrases])
    table = "\r\n".join(f"{row}{delimiter}{phrase}" for row, phrase in rows)
    assert decode_bytes(save(table)).text.casefold() == table.casefold()
