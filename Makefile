# tdnreport: `make help` lists the targets. Everything is set up by the target that needs it; nothing but python3 (3.11+) is assumed.
PLAN ?= tth-2024
PERIOD ?= 2024
INBOX ?= data/sample/$(PLAN)/$(PERIOD)
OUT ?= out/$(PLAN)/$(PERIOD)
PYTHON ?= python3
KILLS ?= 100
MANY ?= 10000
MINUTES ?= 5

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m tdnreport

.DEFAULT_GOAL := help
.PHONY: help wheel same report desk pdf check template status lab test mutation lint bench bench-growth bench-profile bench-xl sample lock clean setup setup-dev setup-lab torture fuzz sheets audit sbom

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

report: setup ## Make the report: PLAN=tth-2024 PERIOD=2024 INBOX=folder OUT=folder
	@$(RUN) report --plan $(PLAN) --period $(PERIOD) --inbox "$(INBOX)" --out "$(OUT)"

desk: setup ## Open the officer's page in a browser, on this machine only
	@$(RUN) desk

pdf: ## Turn the report and its annex into PDF with LibreOffice: OUT=folder
	@command -v soffice >/dev/null || { echo "Cần LibreOffice (lệnh soffice) để xuất PDF; tệp Word và Excel vẫn dùng được." >&2; exit 2; }
	@test -f "$(OUT)/bao-cao.docx" || { echo "Chưa có $(OUT)/bao-cao.docx; hãy chạy make report trước." >&2; exit 2; }
	@mkdir -p out/pdf/$(PLAN)/$(PERIOD)
	@soffice --headless --convert-to pdf --outdir "out/pdf/$(PLAN)/$(PERIOD)" "$(OUT)/bao-cao.docx" "$(OUT)/phu-luc.xlsx" >/dev/null 2>&1
	@echo "Đã xuất out/pdf/$(PLAN)/$(PERIOD)/bao-cao.pdf và phu-luc.pdf."

status: setup ## Who has reported, who is late, who is missing
	@$(RUN) status --plan $(PLAN) --period $(PERIOD) --inbox "$(INBOX)"

template: setup ## One pre-filled workbook per unit, in out/templates
	@$(RUN) template --plan $(PLAN) --period $(PERIOD) --out out/templates/$(PLAN)/$(PERIOD)

check: setup ## Check department files: FILES="a.xlsx b.csv"
	@$(RUN) check $(FILES) --plan $(PLAN) --period $(PERIOD)

lab: setup-lab ## Open JupyterLab on the notebooks, on this machine only
	@$(BIN)/jupyter lab --config=lab/jupyter_lab_config.py

test: setup-dev lint ## Set up and run all tests
	@$(BIN)/python -m pytest

mutation: setup-dev ## Break the sample year one cell at a time, count what is caught; keeps docs/mutation.json (minutes)
	@$(BIN)/python tests/mutation.py --write

same: setup-dev ## Whether the sample reports and every file read are the same, byte for byte, as kept in tests/same.txt
	@$(BIN)/python scripts/same.py

lint: setup-dev ## Format, style, types, directions of imports, SQL
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/sqlfluff lint --quiet sql

bench: setup-dev ## Time the product beside its peers, S, M and L; keeps docs/performance.md
	@$(BIN)/python -m bench --write
	@$(BIN)/python -m bench.reading --write

bench-growth: setup-dev ## Measure how the cost of a build grows with rows, units, tasks and files
	@$(BIN)/python -m bench.growth --write

bench-profile: setup-dev ## Where the time of a build goes, S and L; keeps docs/performance.md
	@scripts/setup-tool profile
	@for size in S L; do .venv-profile/bin/python -m bench.profile $$size --write; done

bench-xl: setup-dev ## Time 20 million rows, and how the cost grows up to them (an hour, 15 GB of disk)
	@$(BIN)/python -m bench XL --rounds 1 --write
	@$(BIN)/python -m bench.growth --most-rows 20000000 --write

torture: setup-dev ## Kill, fill the disk, cut rights and clocks; keeps docs/reliability.md: KILLS=100 MANY=10000
	@nice -n 10 $(BIN)/python -m torture --kills $(KILLS) --many $(MANY) --write

sheets: setup-dev ## Generated sheets read back or asked about: MANY=10000
	@TDNREPORT_SHEETS=$(MANY) nice -n 10 $(BIN)/python -m pytest -q -n auto tests/test_generated_sheets.py tests/test_turned_tables.py

fuzz: setup-dev ## Random and led inputs for readers and parsers; keeps docs/reliability.md: MINUTES=5
	@scripts/setup-tool fuzz
	@nice -n 10 $(BIN)/python -m torture.fuzz --minutes $(MINUTES) --keep

audit: setup-dev ## Ask for known vulnerabilities of everything locked
	@scripts/setup-tool audit
	@.venv-audit/bin/python scripts/audit.py

sbom: setup-dev ## The bill of materials again, sbom.cdx.json
	@scripts/setup-tool audit
	@.venv-audit/bin/python scripts/sbom.py

sample: setup-dev ## Make the sample year's department files again
	@$(BIN)/python scripts/make_sample.py

wheel: setup-dev ## Build what can be installed elsewhere: dist/tdnreport-<version>-py3-none-any.whl
	@$(BIN)/python -m hatchling build -t wheel

lock: ## Pin every dependency again (needs uv and a network)
	@scripts/lock

clean: ## Remove outputs and the virtual environment
	@rm -rf out $(VENV) .venv-audit .venv-fuzz .venv-profile .pytest_cache .mypy_cache .ruff_cache

setup: ## Set up what the report needs (done by the other targets)
	@PYTHON="$(PYTHON)" scripts/setup report

setup-dev: ## Set up what the tests need
	@PYTHON="$(PYTHON)" scripts/setup dev

setup-lab: ## Set up what JupyterLab needs
	@PYTHON="$(PYTHON)" scripts/setup lab
