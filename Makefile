# Everything one does with the portal. `make help` lists it.
# Each line is exec'd, so that a signal to make reaches the program itself and nothing is left running.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV = exec .venv/bin/python
PREPARE = exec $(PYTHON) ops/prepare.py

COMPILE = $(VENV) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml
# Addresses and secrets of no installation, so that Django's own check for deployment can read production's settings.
PRODUCTION = SECRET_KEY=lint-only-0123456789abcdefghijklmnopqrstuvwxyz-lint-only ALLOWED_HOSTS=portalen.example.se \
	PORTAL_ADDRESS=https://portalen.example.se DATABASE_URL=postgres://portal@localhost/portal \
	CELERY_BROKER_URL=redis://localhost:6379/0 EMAIL_URL=smtp://localhost:25 DEFAULT_FROM_EMAIL=portalen@example.se \
	ALLOW_DEMO_SIGNER=true FILE_SCANNER=clamd://scanner:3310

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-hard test-browser lint format lock bench verapdf html python

help:  ## visar den här listan
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "make %-14s%s\n", $$1, $$2}' Makefile

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 eller senare saknas. Installera python3." >&2; exit 1; }

demo: python  ## kör portalen här med exempeldata, på PORT=8000; Ctrl-C avslutar
	@$(PREPARE) demo
	@$(VENV) manage.py demo

demo-reset: python  ## tar bort demons databas och filer
	@$(PREPARE) demo
	@$(VENV) -m portal.demo.embedded

test: python  ## alla prov utom de hårda och de i webbläsare, under fem minuter
	@$(PREPARE) test
	@$(VENV) -m pytest -n 2 -m "not hard and not browser"

test-hard: python  ## parallella anslutningar, avbrutna processer, slumpade indata, hela berättelser; högst 20 minuter
	@$(PREPARE) test
	@$(VENV) -m pytest -n 2 --dist worksteal -m hard

test-browser: python  ## berättelserna i Chromium med axe; högst 25 minuter
	@$(PREPARE) browser
	@$(VENV) -m pytest -n 2 --maxschedchunk=1 -m browser tests/browser

verapdf: python  ## spelar ärendet och prövar varje pdf mot PDF/A-3a och PDF/UA-1 (kräver Java)
	@$(PREPARE) test
	@rm -rf var/verapdf
	@$(VENV) manage.py migrate --verbosity 0 --settings=portal.settings.test
	@$(VENV) manage.py play kraftsamling --out var/verapdf/kraftsamling --settings=portal.settings.test > /dev/null
	@$(VENV) manage.py play avslag --out var/verapdf/avslag --settings=portal.settings.test > /dev/null
	@$(VENV) manage.py play hurra --out var/verapdf/hurra --settings=portal.settings.test > /dev/null
	@$(VENV) manage.py play sim --out var/verapdf/sim --settings=portal.settings.test > /dev/null
	@$(VENV) -m tests.verapdf var/verapdf

html: python  ## prövar varje sidas HTML med Nu HTML Checker (kräver Java och npm); ingår i test-hard
	@$(PREPARE) test
	@$(VENV) -m pytest -m hard tests/portal/look/test_html.py

bench: python  ## mäter vid 1 000 och 100 000 ärenden
	@$(PREPARE) test
	@$(VENV) -m tests.bench

lint: python  ## ruff, mallarnas form, importregler, typer, migreringar och driftkontroll
	@$(PREPARE) test
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m djlint --check --lint --quiet templates
	@$(VENV) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	@$(VENV) -m mypy
	@$(VENV) manage.py makemigrations --check --dry-run
	@exec env $(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING --settings=portal.settings.production

format: python  ## skriver om källkod och mallar i den form som make lint kräver
	@$(PREPARE) test
	@$(VENV) -m ruff check --fix-only --quiet .
	@$(VENV) -m ruff format --quiet .
	@-$(VENV) -m djlint --reformat --quiet templates

lock: python  ## låser om de beroenden som pyproject.toml namnger
	@$(PREPARE) test
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra demo -o requirements-demo.lock
	@$(COMPILE) --extra demo --extra dev -o requirements-dev.lock
