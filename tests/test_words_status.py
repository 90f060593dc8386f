import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import as_misread_utf8, as_tcvn3, as_vni
from shipped import WORDS

from tdnreport.base.data_error import DataError
from tdnreport.vietnamese.lexicon import load_lists
from tdnreport.vietnamese.status import is_carried_over, read_fund_source, read_status, read_status_percent


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hoàn thành", "done"),
        ("hoàn thành", "done"),
        ("ĐÃ HOÀN THÀNH", "done"),
        (" Hoàn\u00a0thành. ", "done"),
        ("hoan thanh", "done"),
        ("HT", "done"),
        ("Xong", "done"),
        ("OK", "done"),
        ("x", "done"),
        ("√", "done"),
        ("✓", "done"),
        ("Đạt", "done"),
        ("100%", "done"),
        ("Hoàn thành (100%)", "done"),
        ("Hoàn thành đúng hạn", "done"),
        ("Hoàn thành trễ hạn", "done"),
        ("Đã hoàn thành ngày 10/6/2024", "done"),
        ("Hoàn thành ngày 10 tháng 6 năm 2024", "done"),
        ("Đã hoàn thành từ ngày 10/6", "done"),
        ("Đã xong trước 1/1/2024", "done"),
        ("Đã hoàn thành trước ngày 30/11", "done"),
        ("Hoàn thành trước ngày 30/11", None),
        ("Đang thực hiện", "doing"),
        ("Đang triển khai", "doing"),
        ("ĐTH", "doing"),
        ("Chưa hoàn thành", "doing"),
        ("chưa HT", "doing"),
        ("Hoàn thành 60%", "doing"),
        ("60%", "doing"),
        ("Cơ bản hoàn thành", "doing"),
        ("Chưa thực hiện", "todo"),
        ("Chưa triển khai", "todo"),
        ("CTH", "todo"),
        ("0%", "todo"),
        ("Tạm dừng", "stopped"),
        ("Không thực hiện", "stopped"),
        ("☑ Hoàn thành ☐ Đang thực hiện", "done"),
        ("Hoàn thành ☐ Đang thực hiện ☒ Chưa thực hiện ☐", "doing"),
        ("☑ Hoàn thành", "done"),
        ("☐ Hoàn thành", None),
        ("☐ Hoàn thành ☐ Đang thực hiện", None),
        ("☑ Hoàn thành ☑ Đang thực hiện ☐ Chưa", None),
        ("☑ ☐ Hoàn thành", None),
        ("Theo chức năng, nhiệm vụ", None),
        ("Thường xuyên", "doing"),
        ("Thường xuyên, liên tục", "doing"),
        ("THỰC HIỆN THƯỜNG XUYÊN", "doing"),
        ("Thường xuyên (75%)", "doing"),
        ("Đang triển khai đúng tiến độ", "doing"),
        ("Đang triển khai, bảo đảm tiến độ đề ra", "doing"),
        ("Đang thực hiện theo đúng kế hoạch", "doing"),
        ("Chuyển sang năm sau", "doing"),
        ("Chuyển tiếp sang năm 2025", "doing"),
        ("Chưa hoàn thành, chuyển sang năm 2025", "doing"),
        ("Đang thực hiện (60%), chuyển sang năm 2025", "doing"),
        ("Chưa thực hiện, chuyển sang năm 2025", "todo"),
        ("Hoàn thành, chuyển sang năm sau", None),
        ("Không chuyển sang năm sau", None),
        ("Chưa chuyển sang năm sau", None),
        ("Chưa thường xuyên", None),
        ("Dừng, bảo đảm tiến độ", None),
        ("năm 2025", None),
        ("Không hoàn thành", None),
        ("Chưa thực hiện 50%", None),
        ("Hoàn thành 0%", None),
        ("120%", None),
        ("Hoàn thành (chưa nghiệm thu)", None),
        ("Hoàn thành hồ sơ, chưa nghiệm thu", None),
        ("Hoàn thnàh", None),
        ("-", None),
        ("", None),
    ],
)
def test_a_status_is_read_by_its_exact_words(text: str, status: str | None) -> None:
    assert read_status(text, WORDS) == status


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("Chuyển sang năm sau", True),
        ("Chuyển tiếp sang năm 2025", True),
        ("Đang thực hiện (60%), chuyển sang năm 2025", True),
        ("Chưa thực hiện, chuyển sang năm 2025", True),
        ("Đang thực hiện năm 2024", False),
        ("Hoàn thành, chuyển sang năm sau", False),
        ("Thường xuyên", False),
        ("", False),
    ],
)
def test_work_that_goes_on_next_year_is_known_by_its_words(text: str, carried: bool) -> None:
    assert is_carried_over(text, WORDS) == carried


def test_the_percent_beside_a_word_of_carrying_over_is_kept() -> None:
    assert read_status_percent("Đang thực hiện (60%), chuyển sang năm 2025", WORDS) == 60


@pytest.mark.parametrize("write", [as_tcvn3, as_vni, as_misread_utf8])
def test_a_status_in_an_old_font_is_read(write: object) -> None:
    assert callable(write)
    assert [read_status(write(text), WORDS) for text in ("Đã hoàn thành", "Đang thực hiện", "Chưa triển khai")] == [
        "done",
        "doing",
        "todo",
    ]


@given(chosen=st.integers(0, 3), before=st.booleans())
def test_of_boxes_the_marked_one_is_the_status(chosen: int, before: bool) -> None:
    words = ["Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Dừng thực hiện"]
    boxes = ["☑" if at == chosen else "☐" for at in range(4)]
    text = " ".join(f"{box} {word}" if before else f"{word} {box}" for box, word in zip(boxes, words, strict=True))
    assert read_status(text, WORDS) == ["done", "doing", "todo", "stopped"][chosen]


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert read_status(text, WORDS) in {"done", "doing", "todo", "stopped", None}


@pytest.mark.parametrize(
    "word",
    sorted({word for word, status in WORDS.statuses.items() if status != "done"} | WORDS.carried | WORDS.status_tails),
)
def test_a_word_before_or_after_never_turns_another_status_into_done(word: str) -> None:
    assert read_status(f"{word} hoàn thành", WORDS) != "done"
    assert read_status(f"chưa {word}", WORDS) != "done"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ngân sách tỉnh", "ns_tinh"),
        ("NS tỉnh", "ns_tinh"),
        ("Nguồn NSTW", "ns_trung_uong"),
        ("nguồn: XHH", "xa_hoi_hoa"),
        ("CTMTQG", "ctmtqg"),
        ("NSNN", "ns_nha_nuoc"),
        ("Nguồn khác", "khac"),
        ("Nguồn vốn lạ", None),
        ("", None),
    ],
)
def test_a_fund_source_is_read_by_its_exact_words(text: str, source: str | None) -> None:
    assert read_fund_source(text, WORDS) == source


def test_every_fund_source_has_the_first_word_of_the_list_for_a_name() -> None:
    assert WORDS.fund_source_names["ns_tinh"] == "Ngân sách tỉnh"
    assert set(WORDS.fund_source_names) == set(WORDS.fund_sources.values())


def test_a_word_with_two_meanings_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tdnreport.base.home import find_home

    folder = tmp_path_factory.mktemp("reference")
    for name in (
        "status_words",
        "fund_sources",
        "amount_words",
        "date_words",
        "abbreviations",
        "indicator_words",
        "addressees",
        "supplement_words",
    ):
        text = (find_home().reference / f"{name}.csv").read_text(encoding="utf-8")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with (folder / "status_words.csv").open("a", encoding="utf-8") as file:
        file.write("todo,hoàn thành\n")
    with pytest.raises(
        DataError, match=r"status_words\.csv, dòng \d+: “hoàn thành” có hai nghĩa: “todo” ở đây, “done” ở dòng 2"
    ):
        load_lists(folder)
