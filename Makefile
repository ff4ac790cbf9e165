# Each target is a thin line over the tools; `make help` lists them.
PYTHON ?= python3
VENV := .venv
PORT ?= 8080
RUN := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
# What Python has compiled is kept, also where an image says otherwise: else each worker and each part compiles all anew.
export PYTHONDONTWRITEBYTECODE :=
# Three workers, which two cores keep busy; what a file sets up once is set up by one of them.
WORKERS := -n 3 --dist loadfile
# FAST=1 leaves out what is marked slow.
QUICK := $(if $(FAST),-m "not slow")
# CHANGED=1, or a commit: the tests that what has changed since may break.
CHECKED = $(if $(CHANGED),$$($(RUN) -m tests.changed $(CHANGED)),tests/laws tests/contract tests/domain/recruitment \
	tests/domain/assistants tests/platform/db tests/http)

.DEFAULT_GOAL := help

help: ## list what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(INSTALLED): requirements.txt requirements-dev.txt
	@echo "Preparing the environment in $(VENV) (a minute or two the first time) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(INSTALLED) ## make the environment

# A version that is pinned stays, unless it is asked to rise.
PIN = @UV_CUSTOM_COMPILE_COMMAND="make pins" $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal \
	--generate-hashes --no-annotate $(if $(filter 1,$(UPGRADE)),--upgrade,$(addprefix --upgrade-package ,$(UPGRADE)))

pins: $(INSTALLED) ## pin, with hashes, what pyproject.toml names and what that brings along: [UPGRADE=1 | UPGRADE="flask ruff"]
	$(PIN) --output-file requirements.txt
	$(PIN) --output-file requirements-dev.txt --group dev --constraint requirements.txt
	$(if $(UPGRADE),@$(RUN) -m common pin-builder)

run: $(INSTALLED) ## start the whole campus on this machine: http://localhost:8080
	@exec $(RUN) -m common run --port $(PORT)

reset: $(INSTALLED) ## forget the data of the local campus
	@$(RUN) -m common reset

backup-out: $(INSTALLED) ## write a copy of everything: TO=folder, of a deployed campus with PROJECT=...
	$(if $(PROJECT),$(CLOUD) --to="$$TO",@$(RUN) -m common $@ --to "$$TO")

restore-from: $(INSTALLED) ## start a campus on this machine from a copy: FROM=folder
	@exec $(RUN) -m common $@ --from "$$FROM" --port $(PORT)

contract: $(INSTALLED) ## write the API documents and the function list from the declarations
	@$(RUN) -m common contract

diagrams: contract ## write the diagrams in common/docs/diagrams, the sequences from a run of the whole chain
	@SEQUENCES=write $(RUN) -m pytest -n0 -q tests/flows/test_whole_chain.py

guide-pictures: portal ## take the pictures of the guides from the demo campus: [ONLY="dosen-seleksi dosen-rekap"]
	@$(RUN) -m tests.portal.guide_pictures $(ONLY)

contract-check: $(INSTALLED) ## compare them with the declarations
	@$(RUN) -m common contract --check

examples: $(INSTALLED) ## take the examples of the API's description that are missing or out of date from the tests
	@$(RUN) -m tests.contract.examples
	@$(RUN) -m common contract

portal: $(INSTALLED) ## build the portal into web/dist, if anything in it has changed
	@$(RUN) -m common portal

browser: $(INSTALLED) ## find the browser for the portal's tests, or install one
	@$(RUN) -m common browser

build: $(INSTALLED) ## stage the tree that the image of all steps is built from
	@$(RUN) -m common build

terraform-check: $(INSTALLED) ## check the infrastructure without a cloud: plans, their tests, checkov
	@$(RUN) -m common terraform-check $(if $(STUBS),--stubs $(STUBS))

whatsapp-templates: $(INSTALLED) ## print the templates of WhatsApp; REGISTER=1 brings them to Meta, CHECK=1 compares: WHATSAPP_TOKEN=... WHATSAPP_ACCOUNT_ID=...
	@$(RUN) -m common whatsapp-templates $(if $(REGISTER),--register) $(if $(CHECK),--check)

cost: $(INSTALLED) ## what a campus costs a month; writes the tables and the plot of common/docs/cost.md
	@$(RUN) -m common cost --document common/docs/cost.md

# What is given on make's command line comes through the environment, where no letter of it is the shell's.
CLOUD = @$(RUN) -m common cloud $@ --project="$$PROJECT" --environment="$${ENVIRONMENT:-prod}" --domain="$$DOMAIN"

deploy: $(INSTALLED) ## bring a project to a running campus: PROJECT=... [DOMAIN=...] [ENVIRONMENT=prod] [VERSION=...] [DRY=1] [YES=1]
	$(CLOUD) --dry-run="$$DRY" --yes="$$YES" --version="$$VERSION"

plan: $(INSTALLED) ## show what a deployment would change: PROJECT=...
	$(CLOUD)

status: $(INSTALLED) ## versions, queue, alerts and cost of a deployed campus: PROJECT=...
	$(CLOUD)

check-campus: $(INSTALLED) ## prove from outside what no test proves: PROJECT=... [NUMBER=a lecturer's, whose password is asked for]
	$(CLOUD) --number="$$NUMBER"

rollback: $(INSTALLED) ## send the traffic of all services back to their last revision: PROJECT=... [DRY=1]
	$(CLOUD) --dry-run="$$DRY"

restore: $(INSTALLED) ## bring the database back to a moment: PROJECT=... AT=2026-11-29T03:00:00Z [DELETE_UNKNOWN=yes] [YES=1]
	$(CLOUD) --yes="$$YES" --at="$$AT" --delete-unknown="$$DELETE_UNKNOWN"

first-admin: $(INSTALLED) ## add the first admin of a deployed campus: PROJECT=... NUMBER=... NAME=... EMAIL=... [LINK=1]
	$(CLOUD) --number="$$NUMBER" --name="$$NAME" --email="$$EMAIL" --link="$$LINK"

secret: $(INSTALLED) ## give a secret a new value, which is typed or piped: PROJECT=... NAME=smtp-password
	$(CLOUD) --name="$$NAME"

rotate-keys: $(INSTALLED) ## take the next step of a rotation of the signing keys: PROJECT=...
	$(CLOUD)

destroy: $(INSTALLED) ## take everything away but data: PROJECT=... [DRY=1]; data too: DELETE_DATA=yes CONFIRM=...
	$(CLOUD) --dry-run="$$DRY" --yes="$$YES" --delete-data="$$DELETE_DATA" --confirm="$$CONFIRM"

format: $(INSTALLED) ## put the code into shape
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format --quiet .
	@$(RUN) -m common npm run --silent format

lint: $(INSTALLED)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

web-check: $(INSTALLED) ## the portal's types, lint, and whether its API client is as the contract says
	@$(RUN) -m common npm run --silent check

web-test: $(INSTALLED) ## the portal's tests without a browser
	@$(RUN) -m common npm run --silent test

check: $(INSTALLED) ## lint, types, contract, and the quick tests (a minute) or those of what changed: [CHANGED=1] [FAST=1]
	@$(MAKE) --no-print-directory -j 2 check-python web-check

check-python: lint contract-check
	@$(RUN) -m pytest $(WORKERS) $(QUICK) $(CHECKED)

# Without a browser its tests fail, each with the line that is printed here.
test: $(INSTALLED) ## everything; [FAST=1] without what is slow
	@$(MAKE) --no-print-directory -j 2 lint contract-check web-check web-test portal
	@$(RUN) -m common browser >/dev/null || true
	@$(RUN) -m pytest $(WORKERS) $(QUICK)

uat: $(INSTALLED) portal ## run the 174 scenarios; writes their report, which the portal shows under /pengujian
	@$(RUN) -m common browser >/dev/null || true
	@$(RUN) -m pytest $(WORKERS) --uat-report .local/uat; ended=$$?; cp .local/uat/report.json web/public/acceptance.json; exit $$ended

test-clock: $(INSTALLED) ## the tests of days and dates with the clock moved: all its moments, or MOMENT=2028-02-29T10:00:00
	@$(RUN) -m tests.clock $(MOMENT)

bench: $(INSTALLED) ## cold starts and warm requests against a bare function and the paper's architecture; the portal by Lighthouse; growth with the data
	@$(RUN) -m tests.bench
	@$(RUN) -m tests.bench.warm
	@$(RUN) -m tests.bench.lighthouse
	@$(RUN) -m tests.bench.long_tables
	@$(RUN) -m tests.bench.growth

mutants: $(INSTALLED) ## would the tests notice? small wrongs in what changed: [NOUN=people | ALL=1] [SAMPLE=25] [SEED=...] [JOBS=2]
	@$(RUN) -m tests.mutants

.PHONY: help install pins run reset contract diagrams guide-pictures contract-check examples portal browser build cost terraform-check format lint web-check web-test check \
	check-python test uat test-clock bench mutants whatsapp-templates deploy plan status check-campus rollback restore backup-out restore-from first-admin secret rotate-keys destroy
