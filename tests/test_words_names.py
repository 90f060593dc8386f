import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import as_misread_utf8, as_tcvn3, as_vni
from shipped import WORDS

from tdnreport.vietnamese.text import fold_text
from tdnreport.vietnamese.unit_names import UnitNames

UNITS = [
    ("tth.ubnd", "Ủy ban nhân dân tỉnh Thừa Thiên Huế", ["UBND tỉnh"]),
    ("tth.btg", "Ban Tuyên giáo Tỉnh ủy Thừa Thiên Huế", ["BTGTU"]),
    ("tth.stttt", "Sở Thông tin và Truyền thông tỉnh Thừa Thiên Huế", ["Thông tin và Truyền thông"]),
    ("tth.svhtt", "Sở Văn hóa và Thể thao tỉnh Thừa Thiên Huế", []),
    ("tth.sngv", "Sở Ngoại vụ tỉnh Thừa Thiên Huế", ["Sở NgV"]),
    ("tth.skhdt", "Sở Kế hoạch và Đầu tư tỉnh Thừa Thiên Huế", []),
    ("tth.stnmt", "Sở Tài nguyên và Môi trường tỉnh Thừa Thiên Huế", []),
    ("tth.sct", "Sở Công Thương tỉnh Thừa Thiên Huế", []),
    ("tth.sldtbxh", "Sở Lao động - Thương binh và Xã hội tỉnh Thừa Thiên Huế", []),
    ("tth.svhttdl", "Sở Văn hóa, Thể thao và Du lịch", []),
    ("tth.ttxt", "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch", []),
    ("tth.ca", "Công an tỉnh Thừa Thiên Huế", ["CAT"]),
    ("tth.bchbdbp", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Thừa Thiên Huế", []),
    ("tth.bao", "Báo Thừa Thiên Huế", []),
    ("tth.dai", "Đài Phát thanh và Truyền hình tỉnh Thừa Thiên Huế", ["Đài PT-TH"]),
    ("tth.h.hue", "Ủy ban nhân dân thành phố Huế", []),
    ("tth.h.huongthuy", "Ủy ban nhân dân thị xã Hương Thủy", []),
    ("tth.h.huongtra", "Ủy ban nhân dân thị xã Hương Trà", []),
    ("tth.h.phongdien", "Ủy ban nhân dân huyện Phong Điền", ["Phong Điền"]),
    ("tth.h.quangdien", "Ủy ban nhân dân huyện Quảng Điền", []),
    ("tth.h.phuloc", "Ủy ban nhân dân huyện Phú Lộc", []),
    ("tth.h.phuvang", "Ủy ban nhân dân huyện Phú Vang", []),
    ("tth.h.aluoi", "Ủy ban nhân dân huyện A Lưới", []),
    ("tth.h.dakrong", "Ủy ban nhân dân huyện Đakrông", []),
    ("tw.btttt", "Bộ Thông tin và Truyền thông", []),
]
NAMES = UnitNames(UNITS, WORDS.abbreviations)


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("Sở TTTT", "tth.stttt"),
        ("Sở TT&TT", "tth.stttt"),
        ("Sở TT - TT", "tth.stttt"),
        ("STTTT", "tth.stttt"),
        ("Sở T.T.T.T", "tth.stttt"),
        ("Sở Thông tin và TT", "tth.stttt"),
        ("Sở Thông tin & Truyền thông", "tth.stttt"),
        ("Thông tin và Truyền thông", "tth.stttt"),
        ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "tth.stttt"),
        ("Sở Thông tin và Truyền thông TTH", "tth.stttt"),
        ("SởThông tin và Truyền thông", "tth.stttt"),
        ("Sở Thôgn tin và Truyền thông", "tth.stttt"),
        ("Sở TT&TT (nay là Sở VHTT)", "tth.stttt"),
        ("Sở TT&TT, nay là Sở Văn hóa và Thể thao", "tth.stttt"),
        ("Sở Thông tin và Truyền thông (Sở TT&TT)", "tth.stttt"),
        ("Đề nghị Ban Tuyên giáo Tỉnh ủy chủ trì triển khai", "tth.btg"),
        ("Mời BTG Tỉnh uỷ", "tth.btg"),
        ("Đơn vị: Sở KHĐT", "tth.skhdt"),
        ("TÊN ĐƠN VỊ: SỞ KẾ HOẠCH - ĐẦU TƯ", "tth.skhdt"),
        ("Sở LĐ-TB&XH", "tth.sldtbxh"),
        ("Sở Lao động, Thương binh và Xã hội", "tth.sldtbxh"),
        ("Sở VH,TT&DL", "tth.svhttdl"),
        ("BCH BĐBP tỉnh", "tth.bchbdbp"),
        ("BCH BDBP", "tth.bchbdbp"),
        ("BCH Bộ đội Biên phòng", "tth.bchbdbp"),
        ("Bộ Chỉ huy Bộ Đội biên phòng tỉnh", "tth.bchbdbp"),
        ("CA tỉnh", None),
        ("CAT", "tth.ca"),
        ("Báo Thừa Thiên - Huế", "tth.bao"),
        ("UBND TP. Huế", "tth.h.hue"),
        ("UBND thành phố Huế", "tth.h.hue"),
        ("UBND TX Hương Thuỷ", "tth.h.huongthuy"),
        ("UBND H. A Lưới", "tth.h.aluoi"),
        ("huyện A Lưới", "tth.h.aluoi"),
        ("UB huyện Phú Lộc", "tth.h.phuloc"),
        ("UBND huyện Đa Krông", "tth.h.dakrong"),
        ("Bộ TT&TT", "tw.btttt"),
    ],
)
def test_a_unit_is_known_by_the_names_people_give_it(text: str, unit_id: str | None) -> None:
    assert NAMES.match_unit(text).unit_id == unit_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "123",
        "Sở",
        "UBND",
        "Huế",
        "Sở Nội vụ",
        "Sở NV",
        "SNV",
        "Sở Y tế",
        "Sở NN&MT",
        "Sở NNMT",
        "Sở Tài nguyên",
        "Sở Giáo dục và Đào tạo",
        "Sở Ngoại vụ tỉnh Quảng Bình",
        "Sở TT&TT (cũ)",
        "UBND huyện Phong Đến",
        "UBND huyện Hương Thủy Trà",
        "UBND thị xã Hương Trì",
        "UBND huyện Phú Vinh",
        "Công an huyện A Lưới",
        "Các sở, ban, ngành",
        "các đơn vị liên quan",
    ],
)
def test_a_name_that_is_not_in_the_list_is_nobody(text: str) -> None:
    assert NAMES.match_unit(text).unit_id is None


def test_a_name_of_two_units_is_nobody() -> None:
    both = UnitNames(
        [("a.stttt", "Sở Thông tin và Truyền thông", []), ("b.stttt", "Sở Thông tin và Truyền thông", [])],
        WORDS.abbreviations,
    )
    assert both.match_unit("Sở TTTT").unit_id is None
    assert both.match_unit("Sở Thông tin và Truyền thông").unit_id is None


def test_how_a_name_was_found_is_told() -> None:
    assert NAMES.match_unit("UBND tỉnh").how == "exact"
    assert NAMES.match_unit("SỞ TTTT").how == "folded"
    assert NAMES.match_unit("Sở Thông tinn và Truyền thông").how == "fuzzy"


@pytest.mark.parametrize(
    ("text", "unit_ids"),
    [
        ("Sở VHTT; Sở Ngoại vụ, Sở KH&ĐT", ["tth.svhtt", "tth.sngv", "tth.skhdt"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["tth.svhttdl"]),
        (
            "Sở Công Thương, Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch, Sở TTTT",
            ["tth.sct", "tth.ttxt", "tth.stttt"],
        ),
        ("Sở Kế hoạch và Đầu tư và Công an tỉnh", ["tth.skhdt", "tth.ca"]),
        ("- Sở TT&TT\n- Sở Ngoại vụ + Công an tỉnh", ["tth.stttt", "tth.sngv", "tth.ca"]),
        ("Báo Thừa Thiên Huế ; Đài Phát thanh và Truyền hình tỉnh Thừa Thiên Huế", ["tth.bao", "tth.dai"]),
        ("UBND các huyện A Lưới, Phú Lộc và Đakrông", ["tth.h.aluoi", "tth.h.phuloc", "tth.h.dakrong"]),
        ("Sở TTTT; UBND các huyện, thị xã, thành phố Huế", ["tth.stttt", None, None, None]),
        ("", []),
    ],
)
def test_a_list_is_split_into_its_names(text: str, unit_ids: list[str | None]) -> None:
    assert [name.unit_id for name in NAMES.match_units(text)] == unit_ids


SPELLINGS = [(unit_id, spelling) for unit_id, name, aliases in UNITS for spelling in (name, *aliases)]
WRITERS = [
    str.upper,
    fold_text,
    as_vni,
    as_misread_utf8,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("Ủy", "Uỷ").replace("óa", "oá"),
    lambda text: f"  {text}. ",
]
WRAPPERS = [
    "{}",
    "Đơn vị: {}",
    "ĐƠN VỊ BÁO CÁO: {}",
    "Đề nghị {} chủ trì triển khai",
    "Mời {}",
    "{} (nay là Sở Khác)",
    "Kính gửi: {}",
]


@given(st.sampled_from(SPELLINGS), st.sampled_from(WRAPPERS), st.sampled_from(WRITERS))
def test_every_name_in_every_wrapper_and_encoding_reads_back(
    spelling: tuple[str, str], wrapper: str, write: object
) -> None:
    assert callable(write)
    unit_id, name = spelling
    assert NAMES.match_unit(write(wrapper.format(name))).unit_id == unit_id


@given(st.sampled_from(SPELLINGS), st.sampled_from(["{}", "Đề nghị {} chủ trì"]))
def test_every_name_in_an_old_font_reads_back(spelling: tuple[str, str], wrapper: str) -> None:
    assert NAMES.match_unit(as_tcvn3(wrapper.format(spelling[1]))).unit_id == spelling[0]


@given(st.sampled_from(SPELLINGS), st.sampled_from(SPELLINGS), st.integers(0, 40), st.integers(1, 3))
def test_a_damaged_name_is_its_own_unit_or_nobody(
    one: tuple[str, str], other: tuple[str, str], at: int, cut: int
) -> None:
    damaged = one[1][:at] + one[1][at + cut :]
    found = NAMES.match_unit(damaged).unit_id
    assert found in {None, one[0]} or fold_text(damaged) in {fold_text(spelling) for _, spelling in SPELLINGS}


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    NAMES.match_unit(text)
    assert len(NAMES.match_units(text)) <= len(text)
