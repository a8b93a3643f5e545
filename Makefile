# Every target sets up .venv by itself; all it needs is python3 (3.11 or newer).
.DEFAULT_GOAL := help
PYTHON3 ?= python3
PY := .venv/bin/python
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
# The tests keep their files apart from the demo's.
TEST_DATA := $(CURDIR)/var/test

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: $(RUNTIME) $(CATALOGUES) ## Set up and start the demo site (ARGS=--no-serve ends after the set-up)
	$(PY) manage.py demo $(ARGS)

.PHONY: test
test: $(DEV) $(CATALOGUES) ## Run the tests, on SQLite and where it stands ready on PostgreSQL (ARGS=… goes to pytest)
	DATA_DIR=$(TEST_DATA) $(PY) -m tests.run $(ARGS)

.PHONY: lint
lint: $(DEV) ## Check style, types, imports, migrations and catalogues
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	DATA_DIR=$(TEST_DATA) $(PY) manage.py makemigrations --check --dry-run
	DATA_DIR=$(TEST_DATA) $(PY) manage.py messages --check
	DATA_DIR=$(TEST_DATA) $(PY) manage.py document_checks --check

.PHONY: bench
bench: $(DEV) $(CATALOGUES) ## Measure in ratios; ARGS='--sizes 30000,100000,250000,1000000' for a large memory
	DATA_DIR=$(TEST_DATA) $(PY) -m tests.bench $(ARGS)

.PHONY: chaos
chaos: $(DEV) $(CATALOGUES) ## Kill workers, databases and queues at random, and count what is lost (ARGS="--jobs 200 --seed 1")
	DATA_DIR=$(TEST_DATA) $(PY) -m tests.chaos $(ARGS)

.PHONY: messages
messages: $(DEV) ## Update, check and compile the interface's catalogues
	$(PY) manage.py messages

.PHONY: docs
docs: $(DEV) ## Write docs/checks.md from the checks
	$(PY) manage.py document_checks

.PHONY: lock
lock: $(DEV) ## Pin the newest versions that pyproject.toml allows
	$(PY) -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements.lock pyproject.toml
	$(PY) -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra celery -c requirements.lock -o requirements-celery.lock pyproject.toml
	$(PY) -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra celery --extra dev -c requirements.lock -o requirements-dev.lock --allow-unsafe pyproject.toml

.PHONY: clean
clean: ## Remove the demo's database and files, and all that was built
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUNTIME): requirements.lock
	$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON3=…")'
	test -x $(PY) || $(PYTHON3) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

locale/%.mo: locale/%.po $(RUNTIME)
	$(PY) manage.py messages --compile
