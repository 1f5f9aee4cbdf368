# make run: a running site · make test: all tests · make lint · make bench · make demo: fresh demo data · make clean

HOST ?= 127.0.0.1
PORT ?= 8000
# 0.0.0.0 is where to listen, not a name that a browser could ask for.
SITE_URL ?= http://$(if $(filter 0.0.0.0,$(HOST)),$(shell hostname),$(HOST)):$(PORT)
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(name))))
PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check
LOCAL := DEBUG=1 SITE_URL=$(SITE_URL)

.PHONY: run test lint bench demo clean
MAKEFLAGS += --no-print-directory

run: .venv/site
	@$(PY) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	s.bind((sys.argv[1], int(sys.argv[2])))' $(HOST) $(PORT) 2>/dev/null || { \
	echo "Cannot listen on $(HOST), port $(PORT): it is taken, or not of this machine. Choose another: make run PORT=8001" >&2; exit 1; }
	@$(LOCAL) $(PY) manage.py migrate --verbosity 0
	@$(LOCAL) $(PY) manage.py seed_demo >/dev/null
	@printf '\nLockstep is at %s\n\n' '$(SITE_URL)'
	@printf '  %-20s %s\n' ada@example.com 'staff and superuser, internal' grace@example.com internal \
	eve@example.com external 'password of all' lockstep-demo
	@printf '\nStop it with Ctrl-C.\n'
	@$(LOCAL) exec $(PY) -m daphne -v 0 -b $(HOST) -p $(PORT) config.asgi:application

# One file or one test: make test ARGS="tests/realtime -k handshake"
test: .venv/tests
	@$(PY) -m tests.run $(ARGS)

lint: .venv/tests
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m ruff format --quiet --check . || { echo 'Not formatted. Run: $(PY) -m ruff format .' >&2; exit 1; }
	@$(LOCAL) $(PY) manage.py makemigrations --check --dry-run --verbosity 1
	@$(PY) -m tests.template_lint
	@echo 'Nothing to complain about.'

bench: .venv/tests
	@$(PY) -m tests.bench $(ARGS)

# On SQLite in the data folder, whatever .env says: this empties the database.
demo: .venv/site
	@$(LOCAL) DATABASE_URL= $(PY) manage.py migrate --verbosity 0
	@$(LOCAL) DATABASE_URL= $(PY) manage.py flush --no-input --verbosity 0
	@$(LOCAL) DATABASE_URL= $(PY) manage.py seed_demo

clean:
	rm -rf .venv staticfiles test-artifacts .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

.venv/site: requirements.txt
	@test -n "$(PYTHON)" || { echo 'Lockstep needs Python 3.11 or newer. If it has another name: make run PYTHON=…' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo 'This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@echo 'Installing what the site needs into .venv …'
	@$(PIP) -r requirements.txt || { echo 'Could not install requirements.txt. Is this machine online?' >&2; exit 1; }
	@touch $@

.venv/tests: requirements-test.txt .venv/site
	@echo 'Installing what the tests need into .venv …'
	@$(PIP) -r requirements-test.txt || { echo 'Could not install requirements-test.txt. Is this machine online?' >&2; exit 1; }
	@touch $@
