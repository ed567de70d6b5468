PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pytest's own options, e.g. make test ARGS="tests/unit -k tokenizer"
ARGS ?=

.PHONY: help shell test lint generate bench engine engine-down venv

help:
	@echo 'make shell        a prompt, on your engine or on a private one if none answers'
	@echo 'make test         lint, generated files, all tests on private engines'
	@echo 'make lint         ruff and mypy'
	@echo 'make generate     rewrite completions, man pages and the command index'
	@echo 'make bench        how we compare with the docker client, measured here'
	@echo 'make engine       bring the private engines up; make engine-down ends them'

shell: venv
	@$(BIN)/python -m tests.support.session

test: lint
	$(BIN)/python -m shell.spec.generate --check
	$(BIN)/python -m tests.support.suite $(ARGS)

lint: venv
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

generate: venv
	$(BIN)/python -m shell.spec.generate

bench: venv
	$(BIN)/python -m tests.bench $(ARGS)

engine: venv
	$(BIN)/python -m tests.support.engines up

engine-down: venv
	$(BIN)/python -m tests.support.engines down

venv: $(VENV)/.made

# Debian's python3 comes without ensurepip; only root can add it.
$(VENV)/.made: pyproject.toml
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	if [ "$$(id -u)" = 0 ]; then apt-get -qq -y -o DPkg::Lock::Timeout=300 install python3-venv; \
	else echo 'python3 -m venv does not work here; run: sudo apt-get install -y python3-venv' >&2; exit 1; fi
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --config-settings editable_mode=compat --editable '.[dev]'
	touch $@
