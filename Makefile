# Team prosesstøtte: `make run` and `make test` are the two commands. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test lint admin bench lighthouse programmes shots fuzz audit lock vendor clean
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PORT

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: .venv/run.stamp ## Start the portal on this machine (PORT=8000)
	@exec $(BIN)/python -m prosesstotte.run

test: .venv/dev.stamp lint ## Lint, import rules, migrations and the whole suite
	@$(BIN)/python -m tests.before
	$(BIN)/python -m pytest -n 2

lint: .venv/dev.stamp ## Code style, who may import whom, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@git ls-files 'templates/*.html' | xargs $(BIN)/djade --check --target-version 5.2

admin: .venv/run.stamp ## Make an administrator of the portal started by `make run`: make admin EPOST=namn@kommune.no
	@test -n "$(EPOST)" || { echo "Skriv: make admin EPOST=namn@kommune.no"; exit 2; }
	@$(BIN)/python -m prosesstotte.run make_admin "$(EPOST)"

bench: .venv/dev.stamp ## Measure pages against the base, and the lottery, in one run
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.lottery

lighthouse: .venv/dev.stamp ## Lighthouse on front page, list and card: 95 or more in all four (needs Node and Chromium)
	$(BIN)/python -m tests.lighthouse

programmes: .venv/dev.stamp ## Print the ten hardest briefs as programmes, to be read
	@$(BIN)/python -m tests.programmes

shots: .venv/dev.stamp ## Screenshots of every screen, light and dark, wide and narrow, into shots/
	$(BIN)/python -m tests.shots

fuzz: .venv/dev.stamp ## New junk at every address for FUZZ_MINUTES (10): never a 500
	FUZZ_MINUTES=$${FUZZ_MINUTES:-10} $(BIN)/python -m pytest tests/fuzz

audit: .venv/dev.stamp ## Known holes in the packages we use (needs the network)
	@$(BIN)/python -m tests.audit

lock: .venv/dev.stamp ## Choose new versions of all packages
	@command -v uv >/dev/null || $(BIN)/python -m pip install -q uv
	@UV=$$(command -v uv || echo $(BIN)/uv); \
	$$UV pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock; \
	$$UV pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group dev -o requirements-dev.lock

vendor: ## Fetch and build Designsystemet, font and icons again (needs Node; done by a person)
	sh static/vendor/refresh.sh

clean: ## Remove everything that was made, also the demo's data
	rm -rf .venv .data staticfiles media shots

# The environment: uv when it is there (fast), else venv and pip. Both read the same lock file.
.venv/bin/python:
	@command -v uv >/dev/null && uv venv -q --python $(PYTHON) .venv || $(PYTHON) -m venv .venv || { \
	  rm -rf .venv; echo; echo "Python manglar venv. Skriv: sudo apt-get install python3-venv make"; exit 1; }

.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installerer pakkane …"
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; fi
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock; fi
	@touch $@
