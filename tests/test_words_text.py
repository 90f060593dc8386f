import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import as_misread_utf8, as_tcvn3, as_vni, cp1258_bytes

from tdnreport.vietnamese import legacy_encodings
from tdnreport.vietnamese.syllables import is_syllable
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding

UNIT = "Sở Thông tin và Truyền thông"
SENTENCES = [
    UNIT,
    "Đã hoàn thành",
    "Ủy ban nhân dân huyện Phú Lộc",
    "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào",
    "Các Sở được giao chủ trì đề xuất kinh phí triển khai",
    "400 triệu đồng",
    "Công tác dự báo, tổ chức theo dõi và tổng hợp dư luận báo chí về tỉnh",
]
GOOD = [
    *SENTENCES,
    "“Hoàng Sa, Trường Sa của Việt Nam” – bằng chứng",
    "HOÀN THÀNH",
    "có",
    "thể",
    "Bé",
    "Lê Văn Út",
    "TTH · sản phẩm | quảng bá | 12 tin",
    "Sê Kông, Salavan, A Đớt, Đakrông",
    "Éléphant, café, né à côté, où, été, naïve, Noël",
    "Müller für Köln, Citroën, Zoë",
    "São Tomé, Perú, El Niño, año",
    "100 m², 5 µm, 30 °C, © 2024, §5, £500, ±2",
    "BC TTDN 6T-2024 (chinh sua lan 2).xlsx",
    "https://huengaynay.vn/?q=%C3%A1",
    "1,5 tỷ",
    "naïve café",
]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Sở\u00a0Tài  chính ", "Sở Tài chính"),
        (unicodedata.normalize("NFD", UNIT), UNIT),
        ("Sở\u200b Thông\u00ad tin\ufeff", "Sở Thông tin"),
        ("\u202eSở\u202c Y tế", "Sở Y tế"),
        ("Ðài Phát thanh", "Đài Phát thanh"),
        ("Ɖài", "Đài"),
        ("ðang làm", "đang làm"),
        ("Guðmundur", "Guðmundur"),
        ("Kế hoạch và D-ầu tư", "Kế hoạch và Đầu tư"),
        ("vitamin D-3, D-Day", "vitamin D-3, D-Day"),
        ("１００％", "100%"),
        ("Kinh phí\ndự kiến\t(đồng)", "Kinh phí dự kiến (đồng)"),
        ("", ""),
    ],
)
def test_clean_keeps_what_is_seen_and_drops_what_is_not(typed: str, cleaned: str) -> None:
    assert clean_text(typed) == cleaned


def test_folded_text_is_the_same_for_every_way_to_write_it() -> None:
    ways = [
        UNIT,
        UNIT.upper(),
        unicodedata.normalize("NFD", UNIT),
        "so thong tin va truyen thong",
        " Sở  Thông-tin, và Truyền thông.",
    ]
    assert {fold_text(way) for way in ways} == {"so thong tin va truyen thong"}


def test_plain_text_keeps_punctuation() -> None:
    assert plain_text("95,4 Triệu đồng") == "95,4 trieu dong"


@pytest.mark.parametrize("text", SENTENCES)
def test_old_encodings_come_back_as_they_were_meant(text: str) -> None:
    lower = text.lower()
    assert repair_encoding(as_tcvn3(text)) == (_capital_lost(text), "tcvn3")
    assert repair_encoding(as_vni(text)) == (text, "vni")
    assert repair_encoding(as_misread_utf8(text)) == (text, "utf-8")
    assert repair_encoding(as_misread_utf8(as_misread_utf8(text)))[0] == text
    assert repair_encoding(as_tcvn3(lower)) == (lower, "tcvn3")


def _capital_lost(text: str) -> str:
    return "".join(char if char.isascii() else legacy_encodings.from_tcvn3(as_tcvn3(char)) for char in text)


def test_windows_1258_read_as_1252_is_mended() -> None:
    assert repair_encoding(legacy_encodings.from_cp1252(cp1258_bytes(UNIT))) == (UNIT, "windows-1258")


def test_a_lost_non_breaking_space_is_read_from_its_place() -> None:
    assert repair_encoding(as_misread_utf8("và Truyền").replace("\u00a0", " "))[0].split() == ["và", "Truyền"]


@pytest.mark.parametrize("text", GOOD)
def test_good_text_is_never_repaired(text: str) -> None:
    assert repair_encoding(text) == (text, None)
    assert repair_encoding(text.upper()) == (text.upper(), None)


@pytest.mark.parametrize(
    "word",
    [
        "thuyền",
        "NGHĨA",
        "giếng",
        "gì",
        "quyết",
        "quốc",
        "khuỷu",
        "quí",
        "giũ",
        "ngoài",
        "oanh",
        "ủy",
        "Uỷ",
        "yêu",
        "to",
    ],
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["Th«ng", "Kông", "TTTT", "hotel", "thòc", "ceo", "nghan", "", "Truyeàn", "Quyù", "Baõ", "laiù"]
)
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(
    onset=st.sampled_from(["", "b", "g", "gi", "kh", "ngh", "qu", "th", "tr", "x"]),
    rime=st.sampled_from(
        ["ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "iu", "oi", "ôi", "ơi", "ui", "ưi", "ưu", "uyu"]
    ),
    tone=st.sampled_from("\u0300\u0301\u0303\u0309\u0323"),
)
def test_a_tone_stands_on_the_vowel_never_on_the_glide_behind_it(onset: str, rime: str, tone: str) -> None:
    on_vowel, on_glide = onset + rime[:-1] + tone + rime[-1], onset + rime + tone
    assert is_syllable(on_vowel) == is_syllable(onset + rime)
    assert not is_syllable(on_glide) or on_glide[:-1] in ("qui", "giu")


@given(st.text())
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text())
def test_no_text_makes_a_repair_fail_or_touches_ascii(text: str) -> None:
    repaired, encoding = repair_encoding(text)
    assert (encoding is None) == (repaired == text)
    assert [c for c in repaired if c in "0123456789"] == [c for c in text if c in "0123456789"]
