-- What the tables that no SELECT makes hold: `ref` comes from data/plans and data/reference, `raw` from the files sent.
-- A column of a model needs no line of its own where it means what it means here.

comment on table ref.plan is 'Kế hoạch đang xét, một dòng';
comment on column ref.plan.plan_id is 'mã kế hoạch: tên thư mục trong data/plans';
comment on column ref.plan.province_id is 'mã tỉnh';
comment on column ref.plan.area_id is 'mã địa bàn của số liệu';
comment on column ref.plan.year is 'năm của kế hoạch (năm)';
comment on column ref.plan.title is 'tên kế hoạch';
comment on column ref.plan.has_other_tasks is 'danh mục nhiệm vụ khác kế hoạch năm trước: task_links.csv có dòng không phải same';

comment on table ref.period is 'Kỳ báo cáo đang xét, một dòng';
comment on column ref.period.plan_id is 'mã kế hoạch: tên thư mục trong data/plans';
comment on column ref.period.period_id is 'mã kỳ báo cáo, ví dụ 2024 hoặc 2024-h1';
comment on column ref.period.label is 'tên kỳ báo cáo';
comment on column ref.period.data_from is 'số liệu của kỳ tính từ ngày';
comment on column ref.period.data_to is 'số liệu của kỳ tính đến ngày';
comment on column ref.period.due_text is 'thời hạn như kế hoạch ghi';
comment on column ref.period.due_on is 'ngày ghi trong thời hạn';
comment on column ref.period.due_strict_on is 'ngày cuối cùng còn đúng hạn khi đọc chặt';
comment on column ref.period.due_lenient_on is 'ngày cuối cùng còn đúng hạn khi đọc rộng, đã lùi qua ngày nghỉ';

comment on table ref.run is 'Lần làm báo cáo này, một dòng';
comment on column ref.run.as_of is 'ngày của số liệu mà người lập báo cáo nêu: tệp nhận sau ngày này không tính; trống là không giới hạn';

comment on table ref.tasks is 'Nhiệm vụ và đề mục của kế hoạch';
comment on column ref.tasks.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column ref.tasks.parent_code is 'mã đề mục chứa nhiệm vụ';
comment on column ref.tasks.is_leaf is 'nhiệm vụ không có nhiệm vụ con; chỉ nhiệm vụ như vậy mới được đếm';
comment on column ref.tasks.position is 'thứ tự trong kế hoạch (số thứ tự)';
comment on column ref.tasks.title is 'tên nhiệm vụ';
comment on column ref.tasks.content is 'nội dung như kế hoạch ghi';
comment on column ref.tasks.time_text is 'thời gian thực hiện như kế hoạch ghi';
comment on column ref.tasks.planned_vnd is 'kinh phí ghi trong kế hoạch cho nhiệm vụ; trống là không có dòng riêng (đồng)';
comment on column ref.tasks.own_line is 'nhiệm vụ có dòng kinh phí riêng trong kế hoạch';
comment on column ref.tasks.fund_mode is 'cách bố trí kinh phí: own_line, proposal, within_estimate hoặc none';
comment on column ref.tasks.budget_text is 'kinh phí như kế hoạch ghi';
comment on column ref.tasks.expected_result is 'kết quả kế hoạch yêu cầu';
comment on column ref.tasks.accountable_unit_id is 'mã đơn vị đầu mối báo cáo thay các đơn vị chủ trì, nếu kế hoạch nêu';
comment on column ref.tasks.leads_text is 'các đơn vị chủ trì';
comment on column ref.tasks.coordinators_text is 'các đơn vị phối hợp';

comment on table ref.task_units is 'Đơn vị của từng nhiệm vụ; nhóm đơn vị đã được mở ra thành từng đơn vị';
comment on column ref.task_units.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column ref.task_units.unit_id is 'mã đơn vị';
comment on column ref.task_units.role is 'vai trò của đơn vị ở nhiệm vụ: lead là chủ trì, coordinate là phối hợp';
comment on column ref.task_units.function_id is 'chức năng mà vì nắm giữ nên đơn vị phải làm; trống là kế hoạch nêu đích danh đơn vị hoặc nhóm đơn vị';
comment on column ref.task_units.via_group is 'mã nhóm đơn vị trong kế hoạch đã mở ra đơn vị này; trống là nêu đích danh';

comment on table ref.duties is 'Nhiệm vụ được phân công trong phần lời của kế hoạch và đơn vị nhận; nhóm đơn vị đã được mở ra';
comment on column ref.duties.duty_code is 'mã phân công, ví dụ 5-đ';
comment on column ref.duties.position is 'thứ tự trong kế hoạch (số thứ tự)';
comment on column ref.duties.section is 'mục của kế hoạch giao nhiệm vụ này';
comment on column ref.duties.summary is 'nội dung phân công, tóm tắt';
comment on column ref.duties.role is 'vai trò: lead là chủ trì, coordinate là phối hợp, direct là chỉ đạo, perform là thực hiện';
comment on column ref.duties.unit_id is 'mã đơn vị';
comment on column ref.duties.function_id is 'chức năng mà vì nắm giữ nên đơn vị phải làm; trống là kế hoạch nêu đích danh đơn vị hoặc nhóm đơn vị';
comment on column ref.duties.via_group is 'mã nhóm đơn vị trong kế hoạch đã mở ra đơn vị này; trống là nêu đích danh';

comment on table ref.expected_units is 'Đơn vị phải gửi báo cáo trong kỳ';
comment on column ref.expected_units.unit_id is 'mã đơn vị';
comment on column ref.expected_units.name is 'tên đơn vị';
comment on column ref.expected_units.short_name is 'tên gọi tắt của đơn vị';
comment on column ref.expected_units.kind is 'loại đơn vị: so, ubnd_huyen, bao_chi, …';
comment on column ref.expected_units.position is 'thứ tự trong kế hoạch (số thứ tự)';

comment on table ref.units is 'Đơn vị đang hoạt động vào ngày hết hạn của kỳ';
comment on column ref.units.unit_id is 'mã đơn vị';
comment on column ref.units.name is 'tên đơn vị';
comment on column ref.units.short_name is 'tên gọi tắt của đơn vị';
comment on column ref.units.kind is 'loại đơn vị: so, ubnd_huyen, bao_chi, …';
comment on column ref.units.level is 'cấp: tinh, huyen, trung_uong';

comment on table ref.indicators is 'Chỉ tiêu của kế hoạch';
comment on column ref.indicators.indicator_code is 'mã chỉ tiêu của kế hoạch';
comment on column ref.indicators.position is 'thứ tự trong kế hoạch (số thứ tự)';
comment on column ref.indicators.name is 'tên chỉ tiêu';
comment on column ref.indicators.unit_of_measure is 'đơn vị tính của chỉ tiêu';
comment on column ref.indicators.kind is 'count là số đếm, cộng được giữa các đơn vị; index là chỉ số hoặc thứ hạng, không cộng';
comment on column ref.indicators.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column ref.indicators.target is 'chỉ tiêu ghi trong kế hoạch (đơn vị tính của chỉ tiêu)';
comment on column ref.indicators.ranked_of is 'thứ hạng trên bao nhiêu tỉnh, thành phố (tỉnh, thành phố)';
comment on column ref.indicators.tt22_class is 'phương thức theo Điều 5 Thông tư 22/2016/TT-BTTTT';
comment on column ref.indicators.people_of is 'mã chỉ tiêu đếm số đoàn, lớp, hội nghị mà chỉ tiêu này đếm người';
comment on column ref.indicators.definition_no is 'số thứ tự của cách tính (số thứ tự)';
comment on column ref.indicators.changed_because is 'vì sao cách tính đổi so với cách trước';

comment on table ref.indicator_owners is 'Đơn vị theo dõi từng chỉ tiêu, như cột owners của indicators.csv; nhóm đã mở ra từng đơn vị';
comment on column ref.indicator_owners.indicator_code is 'mã chỉ tiêu của kế hoạch';
comment on column ref.indicator_owners.unit_id is 'mã đơn vị';

comment on table ref.budget_moves is 'Quyết định giao, bổ sung, cắt giảm, chuyển nguồn kinh phí, như budget_moves.csv của kế hoạch; thay cho số đơn vị ghi';
comment on column ref.budget_moves.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column ref.budget_moves.unit_id is 'mã đơn vị';
comment on column ref.budget_moves.fund_source is 'mã nguồn kinh phí; trống là văn bản không ghi nguồn';
comment on column ref.budget_moves.kind is 'given là giao, added là bổ sung, cut là cắt giảm, carried_in là năm trước chuyển sang';
comment on column ref.budget_moves.amount_vnd is 'số tiền, luôn dương (đồng)';
comment on column ref.budget_moves.decided_on is 'ngày của quyết định';
comment on column ref.budget_moves.document is 'văn bản quyết định';

comment on table ref.published is 'Số đã công bố của kỳ trước, làm gốc so sánh, như published/figures.csv của kế hoạch';
comment on column ref.published.figure_id is 'mã chỉ tiêu của kế hoạch';
comment on column ref.published.value is 'giá trị đã công bố (đơn vị tính của chỉ tiêu)';
comment on column ref.published.unit is 'đơn vị tính khi công bố';
comment on column ref.published.data_from is 'số liệu tính từ ngày';
comment on column ref.published.data_to is 'số liệu tính đến ngày';
comment on column ref.published.area_id is 'mã địa bàn của số liệu';
comment on column ref.published.reporters is 'mã các đơn vị có số trong đó, ngăn bằng dấu chấm phẩy; trống là mọi đơn vị phải báo cáo';
comment on column ref.published.source is 'nguồn của số';
comment on column ref.published.document is 'văn bản công bố';
comment on column ref.published.is_invented is 'số minh họa, chỉ hiện bên cạnh báo cáo minh họa';
comment on column ref.published.definition_no is 'số thứ tự của cách tính; khác cách tính thì không so sánh (số thứ tự)';
comment on column ref.published.vintage_no is 'lần công bố của cùng một số, lần sau thay lần trước (số thứ tự)';
comment on column ref.published.known_on is 'ngày ký văn bản công bố; báo cáo chỉ thấy số đã công bố đến ngày số liệu của nó; trống là luôn thấy';
comment on column ref.published.numerator is 'tử số của tỷ lệ (đơn vị của tử số)';
comment on column ref.published.denominator is 'mẫu số của tỷ lệ; với thứ hạng là số tỉnh, thành phố được xếp (đơn vị của mẫu số)';
comment on column ref.published.reason is 'lý do điều chỉnh so với lần công bố trước';

comment on table ref.area_parts is 'Địa bàn của kế hoạch và các địa bàn đã hợp thành nó, như area_links.csv';
comment on column ref.area_parts.area_id is 'mã địa bàn';
comment on column ref.area_parts.name is 'tên khi đó; trùng tên hiện nay thì thêm “(cũ)”';
comment on column ref.area_parts.weight is 'phần của địa bàn ấy thuộc địa bàn hiện nay; từ 0 đến 1, trống là chưa rõ (lần)';
comment on column ref.area_parts.weight_kind is 'whole là cả địa bàn; population, area là ước theo dân số, diện tích';
comment on column ref.area_parts.valid_from is 'địa bàn có từ ngày; trống là từ trước';
comment on column ref.area_parts.valid_to is 'địa bàn có đến hết ngày; trống là đến nay';
comment on column ref.area_parts.legal_basis is 'văn bản sắp xếp địa bàn';

comment on table ref.area_names is 'Tên và cấp mà địa bàn của kế hoạch đã mang theo thời gian, như area_names.csv';
comment on column ref.area_names.area_id is 'mã địa bàn';
comment on column ref.area_names.name is 'cấp và tên';
comment on column ref.area_names.valid_from is 'mang tên từ ngày; trống là từ trước';
comment on column ref.area_names.valid_to is 'mang tên đến hết ngày; trống là đến nay';
comment on column ref.area_names.legal_basis is 'văn bản đổi tên, đổi cấp';

comment on table ref.rules is 'Quy tắc kiểm tra: mức độ và câu nhận xét';
comment on column ref.rules.rule_id is 'mã quy tắc';
comment on column ref.rules.position is 'thứ tự quy tắc (số thứ tự)';
comment on column ref.rules.severity is 'mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo';
comment on column ref.rules.title is 'tên quy tắc';
comment on column ref.rules.message is 'mẫu câu nhận xét';
comment on column ref.rules.action is 'cần ghi lại thế nào';
comment on column ref.rules.source is 'căn cứ của quy tắc';
comment on column ref.rules.column_name is 'cột của dữ liệu mở mà quy tắc xét';

comment on table ref.fund_sources is 'Nguồn kinh phí';
comment on column ref.fund_sources.fund_source is 'mã nguồn kinh phí';
comment on column ref.fund_sources.name is 'tên nguồn kinh phí';

comment on table raw.files is 'Tệp đã nhận và điều biết về tệp';
comment on column raw.files.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.files.sha256 is 'mã băm SHA-256 của tệp';
comment on column raw.files.size_bytes is 'dung lượng tệp (byte)';
comment on column raw.files.format is 'loại tệp theo nội dung, không theo đuôi tên';
comment on column raw.files.encoding is 'bảng mã của tệp văn bản';
comment on column raw.files.unit_id is 'mã đơn vị gửi tệp';
comment on column raw.files.unit_from is 'nhận ra đơn vị nhờ đâu: form, column, title, register hoặc file_name';
comment on column raw.files.unit_text is 'chữ trong tệp cho biết đơn vị';
comment on column raw.files.period_id is 'mã kỳ báo cáo ghi trong tệp hoặc sổ đăng ký; trống là không ghi';
comment on column raw.files.received_on is 'ngày nhận; trống là không rõ';
comment on column raw.files.received_from is 'biết ngày nhận nhờ đâu: register, form hoặc letter';
comment on column raw.files.document_no is 'số văn bản gửi kèm';
comment on column raw.files.register_position is 'dòng thứ mấy trong register.csv (số thứ tự)';
comment on column raw.files.is_supplement is 'tệp tự ghi, hoặc sổ đăng ký ghi, là báo cáo bổ sung: thêm vào tệp trước, không thay';
comment on column raw.files.for_unit_id is 'mã đơn vị đã kết thúc mà số liệu trong tệp là của; trống là của chính đơn vị gửi';
comment on column raw.files.includes_predecessor is 'đơn vị trả lời: lũy kế có gồm số liệu của đơn vị trước sắp xếp hay không; trống là chưa trả lời';
comment on column raw.files.is_sample is 'tệp tự ghi là số liệu minh họa';
comment on column raw.files.is_slow is 'tệp phải đọc bằng cách chậm: xls, ods, HTML, xlsx khác thường';

comment on table raw.sheets is 'Trang tính của từng tệp';
comment on column raw.sheets.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.sheets.sheet is 'tên trang tính';
comment on column raw.sheets.position is 'trang thứ mấy trong tệp (số thứ tự)';
comment on column raw.sheets.is_hidden is 'trang bị ẩn; trang ẩn không được đọc';
comment on column raw.sheets.lines is 'số dòng có chữ (dòng)';
comment on column raw.sheets.is_read is 'trang được đọc';
comment on column raw.sheets.reason is 'vì sao trang không được đọc';

comment on view raw.lines is 'Mọi dòng có chữ của mọi trang, nguyên văn';
comment on column raw.lines.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.lines.sheet is 'tên trang tính';
comment on column raw.lines.row_no is 'số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)';
comment on column raw.lines.is_hidden is 'dòng bị ẩn trong tệp';
comment on column raw.lines.cells is 'các ô của dòng từ cột A, nguyên văn';
comment on column raw.lines.kinds is 'loại của từng ô, mỗi ô một chữ: s chữ, n số, p phần trăm, d ngày, b đúng/sai, e lỗi, dấu cách là trống';

comment on table raw.read_lines is 'Dòng có chữ của mọi trang, nguyên văn; của tệp CSV lớn chỉ những dòng đã xét riêng';
comment on column raw.read_lines.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.read_lines.sheet is 'tên trang tính';
comment on column raw.read_lines.row_no is 'số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)';
comment on column raw.read_lines.is_hidden is 'dòng bị ẩn trong tệp';
comment on column raw.read_lines.cells is 'các ô của dòng từ cột A, nguyên văn';
comment on column raw.read_lines.kinds is 'loại của từng ô, mỗi ô một chữ: s chữ, n số, p phần trăm, d ngày, b đúng/sai, e lỗi, dấu cách là trống';

comment on view raw.csv_cells is 'Từng ô của những dòng tệp CSV lớn không có trong raw.read_lines';
comment on column raw.csv_cells.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.csv_cells.sheet is 'tên trang tính';
comment on column raw.csv_cells.row_no is 'bản ghi thứ mấy (số thứ tự)';
comment on column raw.csv_cells.position is 'cột thứ mấy, tính từ 1 (số thứ tự)';
comment on column raw.csv_cells.text is 'chữ trong ô, nguyên văn';

comment on view raw.csv_texts is 'Mọi chữ trong các cột của những dòng ấy, mỗi cột mỗi chữ một lần';
comment on column raw.csv_texts.text is 'chữ trong ô, nguyên văn';

comment on table raw.tables is 'Bảng tìm thấy trên các trang';
comment on column raw.tables.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.tables.sheet is 'tên trang tính';
comment on column raw.tables.table_no is 'bảng thứ mấy trên trang tính (số thứ tự)';
comment on column raw.tables.kind is 'loại bảng: progress là tiến độ, budget là kinh phí, indicators là chỉ tiêu';
comment on column raw.tables.header_row is 'dòng tiêu đề cột (số thứ tự)';
comment on column raw.tables.first_row is 'dòng đầu của bảng (số thứ tự)';
comment on column raw.tables.last_row is 'dòng cuối của bảng (số thứ tự)';
comment on column raw.tables.rest_is_data is 'tệp CSV lớn: mọi dòng không có trong raw.table_rows là dòng số liệu';

comment on table raw.table_columns is 'Cột nào của bảng là trường nào';
comment on column raw.table_columns.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.table_columns.sheet is 'tên trang tính';
comment on column raw.table_columns.table_no is 'bảng thứ mấy trên trang tính (số thứ tự)';
comment on column raw.table_columns.field is 'trường, như data/reference/headers.csv';
comment on column raw.table_columns.position is 'cột thứ mấy, A là 1 (số thứ tự)';
comment on column raw.table_columns.scale is 'một đơn vị của cột tiền là bao nhiêu đồng (đồng)';
comment on column raw.table_columns.cell_row is 'dòng thật của ô khi mỗi nhiệm vụ là một cột; trống khi ô ở ngay dòng số liệu (số thứ tự)';
comment on column raw.table_columns.cell_column is 'cột thật của ô khi mỗi nhiệm vụ là một cột; trống khi ô ở ngay cột ấy (số thứ tự)';

comment on table raw.table_rows is 'Từng dòng của bảng và vai trò của dòng; của tệp CSV lớn chỉ những dòng đã xét riêng, xem raw.tables.rest_is_data';
comment on column raw.table_rows.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.table_rows.sheet is 'tên trang tính';
comment on column raw.table_rows.table_no is 'bảng thứ mấy trên trang tính (số thứ tự)';
comment on column raw.table_rows.row_no is 'số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)';
comment on column raw.table_rows.role is 'vai trò: data số liệu, heading đề mục, total cộng, numbering số cột, header tiêu đề lặp lại, note ghi chú, blank trống, struck gạch ngang, other_period của kỳ khác, part một mục của bảng mà mỗi nhiệm vụ là một cột';
comment on column raw.table_rows.cells is 'các ô của dòng sau khi trải ô gộp';
comment on column raw.table_rows.kinds is 'loại của từng ô sau khi trải ô gộp';

comment on table raw.unread is 'Trang, bảng, cột và dòng không đọc, kèm lý do';
comment on column raw.unread.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.unread.sheet is 'tên trang tính';
comment on column raw.unread.what is 'điều không đọc: sheet trang, table bảng, column cột, row dòng, file tệp';
comment on column raw.unread.name is 'tên trang, tiêu đề cột hoặc số dòng không đọc';
comment on column raw.unread.reason is 'vì sao không đọc';

comment on table raw.other_files is 'Tệp đã gửi ở dạng không đọc: văn bản, ảnh, tệp nén; đơn vị nhận ra nhờ sổ đăng ký hoặc tên tệp';
comment on column raw.other_files.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.other_files.unit_id is 'mã đơn vị gửi tệp';
comment on column raw.other_files.received_on is 'ngày nhận theo sổ đăng ký; trống là không rõ';
comment on column raw.other_files.reason is 'vì sao không đọc';

comment on table raw.findings is 'Nhận xét ngay khi đọc tệp';
comment on column raw.findings.file is 'tên tệp, tính từ thư mục nhận báo cáo';
comment on column raw.findings.sheet is 'tên trang tính';
comment on column raw.findings.table_no is 'bảng thứ mấy trên trang tính; trống khi nhận xét không về dòng nào của bảng (số thứ tự)';
comment on column raw.findings.row_no is 'số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)';
comment on column raw.findings.field is 'trường, như data/reference/headers.csv';
comment on column raw.findings.rule_id is 'mã quy tắc';
comment on column raw.findings.value is 'điều đơn vị đã ghi trong ô';
comment on column raw.findings.detail is 'chi tiết thêm vào câu nhận xét';

comment on table raw.previous_report is 'Báo cáo trước dùng để đối chiếu (tùy chọn --previous), nhiều nhất một dòng';
comment on column raw.previous_report.plan_id is 'mã kế hoạch của báo cáo trước';
comment on column raw.previous_report.period_id is 'mã kỳ của báo cáo trước';
comment on column raw.previous_report.label is 'tên kỳ của báo cáo trước';
comment on column raw.previous_report.as_of is 'số liệu của báo cáo trước tính đến ngày';

comment on table raw.previous_progress is 'Tiến độ được chấp nhận ở báo cáo trước';
comment on column raw.previous_progress.unit_id is 'mã đơn vị';
comment on column raw.previous_progress.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column raw.previous_progress.status is 'trạng thái ở báo cáo trước';
comment on column raw.previous_progress.completion_pct is 'tỷ lệ hoàn thành ở báo cáo trước (%)';
comment on column raw.previous_progress.result_text is 'kết quả ghi ở báo cáo trước';

comment on table raw.previous_budget is 'Kinh phí được chấp nhận ở báo cáo trước';
comment on column raw.previous_budget.unit_id is 'mã đơn vị';
comment on column raw.previous_budget.task_code is 'mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1';
comment on column raw.previous_budget.allocated_vnd is 'dự toán giao ở báo cáo trước (đồng)';
comment on column raw.previous_budget.disbursed_vnd is 'đã giải ngân ở báo cáo trước (đồng)';

comment on table raw.previous_indicators is 'Chỉ tiêu được chấp nhận ở báo cáo trước';
comment on column raw.previous_indicators.unit_id is 'mã đơn vị';
comment on column raw.previous_indicators.indicator_code is 'mã chỉ tiêu của kế hoạch';
comment on column raw.previous_indicators.value is 'số trong kỳ ở báo cáo trước (đơn vị tính của chỉ tiêu)';
comment on column raw.previous_indicators.cumulative is 'số lũy kế ở báo cáo trước (đơn vị tính của chỉ tiêu)';

comment on table raw.previous_quality is 'Điểm chất lượng của các kỳ trước, như báo cáo trước ghi';
comment on column raw.previous_quality.plan_id is 'mã kế hoạch: tên thư mục trong data/plans';
comment on column raw.previous_quality.period_id is 'mã kỳ báo cáo';
comment on column raw.previous_quality.data_to is 'số liệu của kỳ tính đến ngày';
comment on column raw.previous_quality.unit_id is 'mã đơn vị phải gửi báo cáo';
comment on column raw.previous_quality.score is 'điểm chất lượng, nhiều nhất 100 (điểm)';
comment on column raw.previous_quality.timely_points is 'điểm gửi đúng hạn, nhiều nhất 30 (điểm)';
comment on column raw.previous_quality.lead_points is 'điểm đủ nhiệm vụ chủ trì, nhiều nhất 30 (điểm)';
comment on column raw.previous_quality.row_points is 'điểm dòng được chấp nhận, nhiều nhất 30 (điểm)';
comment on column raw.previous_quality.warning_points is 'điểm không có cảnh báo, nhiều nhất 10 (điểm)';
comment on column raw.previous_quality.reasons is 'vì sao mất điểm';

comment on table ref.corrections is 'Các ô được sửa có lý do, như corrections.csv của kế hoạch ghi';
comment on column ref.corrections.correction_no is 'thứ tự trong corrections.csv (số thứ tự)';
comment on column ref.corrections.file is 'tên tệp như đơn vị gửi';
comment on column ref.corrections.sheet is 'tên trang tính';
comment on column ref.corrections.row_no is 'số dòng như Excel hiển thị (số thứ tự)';
comment on column ref.corrections.column_name is 'tên cột của dữ liệu mở';
comment on column ref.corrections.value_sent is 'chữ mà người sửa thấy trong ô';
comment on column ref.corrections.value_used is 'giá trị dùng thay';
comment on column ref.corrections.reason is 'lý do sửa';
comment on column ref.corrections.decided_by is 'ai quyết định';
comment on column ref.corrections.decided_on is 'ngày quyết định';
