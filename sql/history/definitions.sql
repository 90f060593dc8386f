-- view: one row per build × file that decides its figures: plan, lists, SQL, expectations, program
--   *: Mỗi lần tổng hợp dựa trên kế hoạch, danh mục, cách tính và chương trình nào
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   name: tệp của kế hoạch, danh mục hoặc cách tính; tdnreport là chính chương trình
--   sha256: mã băm của tệp; của chương trình là phiên bản và mã băm
select builds.build_id, builds.plan_id, builds.period_id, definitions.name, definitions.sha256
from kept.definitions as definitions
inner join history.builds as builds on definitions.definitions_hash = builds.definitions_hash
