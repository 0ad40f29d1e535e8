# Everything starts here. Needs Python 3.11, make and an internet line; the rest is installed by these files.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test test-fast check fix messages screenshots lock bench prove clean

help:  ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup:
	@$(PYTHON) tools/bootstrap.py

setup-tests:
	@$(PYTHON) tools/bootstrap.py --system

demo: setup  ## The demonstration province, running in the browser (PORT=8000)
	@$(BIN)/honglam demo --serve --port $(PORT)

test: setup-tests  ## Every check and every test (PostgreSQL, SQLite, browser)
	@$(BIN)/python -m tools.run_tests

test-fast: setup  ## Checks and tests on SQLite, without the browser
	@$(BIN)/python -m tools.run_tests --fast

check: setup  ## Style, types, import contracts, templates
	@$(BIN)/python -m tools.run_tests --checks

fix: setup  ## Mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

messages: setup  ## Extract messages and update the English catalogue
	@$(BIN)/python -m tools.messages update

screenshots: setup  ## The pictures of the manual, of a fresh demonstration province
	@$(BIN)/python -m tools.screenshots

bench: setup  ## The benchmarks, one JSON line each
	@for program in extract compare gather search work province_report fanout rollup timeline gridsave \
		quality recheck features register_import land_day; do $(BIN)/python benchmarks/$$program.py || exit 1; done

prove: setup  ## The quality rules on a real Spark cluster that loses a worker (needs Java)
	@$(BIN)/python -m tools.prove_spark


lock: setup  ## Renew the locked dependencies
	@$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --upgrade -o requirements/locked.txt

clean:  ## Remove everything that was made here (also the demonstration data)
	rm -rf .venv var frontend/node_modules frontend/dist
