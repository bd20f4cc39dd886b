# Every target sets up what it needs into .venv first; a second run does not.
VENV ?= .venv
PYTHON ?=
# Processes that the tests are divided between; 0 runs them in one.
PROCESSES ?= auto
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test quick check bench bounds fixtures recording fuzz corpus policies languages lock site dist clean setup-demo setup-test

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

setup-demo:
	@scripts/setup.sh demo $(VENV) $(PYTHON)

setup-test:
	@scripts/setup.sh test $(VENV) $(PYTHON)

demo: setup-demo ## audit the recorded example app and write the report to build/demo
	@$(BIN)/mhaudit demo --out build/demo

test: setup-test ## run the tests (ARGS="-k place" passes on to pytest; PROCESSES=0 keeps them in one)
	@scripts/chromium.sh
	@scripts/tshark.sh
	@$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile $(ARGS)

quick: setup-test ## run the fast tests, all but those of tests/slow.txt
	@$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile --quick $(ARGS)

check: setup-test ## lint, types, import rules, dependencies, policies, docs
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m deptry .
	$(BIN)/mhaudit policies check
	$(BIN)/python scripts/languages.py --check
	$(BIN)/python scripts/man_page.py --check
	$(BIN)/python scripts/check_docs.py

bench: setup-demo ## measure speed, memory and recall beside other tools (SIZES="2000 20000", ROUNDS=5)
	@$(BIN)/python -m benchmarks $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS))

fixtures: setup-demo ## record the example app afresh into build/fixtures (needs node, npm and Chromium)
	@scripts/chromium.sh
	@PATH="$(CURDIR)/$(BIN):$$PATH" fixtures/meadow/make/record.sh build/fixtures/meadow

recording: setup-demo ## record the example app through mhaudit record, and hold the audit against the truth
	@scripts/chromium.sh
	@PATH="$(CURDIR)/$(BIN):$$PATH" fixtures/meadow/make/record_case.sh build/recording

policies: setup-demo ## write docs/policies anew (LIST="FOLDER VERSION DAY" converts third-party-web first)
	@$(if $(LIST),$(BIN)/python scripts/convert_facts.py $(LIST))
	@$(BIN)/python scripts/policy_pages.py

languages: setup-test ## gather the texts of the reports into the catalogue, and compile the translations
	@$(BIN)/python scripts/languages.py

fuzz: setup-test ## fuzz every reader and decoder (SECONDS=600, TARGETS="har exchange")
	@scripts/fuzz.sh $(BIN)/python $(or $(SECONDS),600) $(TARGETS)

bounds: setup-test ## check that decoders, detectors and patterns take no more than linear time (NAMES="fold embedded")
	@$(BIN)/python scripts/bounds.py $(NAMES)

corpus: setup-demo ## read every file of a folder as a capture and print what came of it (CORPUS=FOLDER)
	@scripts/tshark.sh
	@$(BIN)/python scripts/corpus.py "$(CORPUS)"

site: ## build the documentation as a site into build/site
	@scripts/site.sh

dist: setup-test ## build the wheel and the source archive into dist
	@$(BIN)/python -m build --no-isolation --outdir dist .

lock: ## write the locks in requirements/ anew (needs uv)
	@scripts/lock.sh --upgrade

clean: ## remove everything that the targets made, .venv too
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf fixtures/meadow/make/node_modules
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} +
