# The project's commands. `make` alone lists them.

PYTHON      ?= python3
MODULE      ?= wsgi_apps.hello_json
PORT        ?= 8000
SOCKET_PORT ?= 19130
NGINX       ?= 8080
VENV        := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run nginx test bench tables lint format types clean

help:  ## say what each command does
	@sed -n 's/^\([a-z]*\):.*##/  make \1 \t/p' Makefile | expand -t 16

run: .venv/.run  ## serve MODULE on uWSGI at PORT (wsgi_apps.hello_json at 8000)
	@exec $(VENV)/python -m wsgi_apps serve $(MODULE) --port $(PORT) --socket-port $(SOCKET_PORT)

nginx: .venv/.test  ## put nginx in front of `make run`, at port NGINX (8080)
	@exec $(VENV)/python -m wsgi_apps nginx --port $(NGINX) --socket-port $(SOCKET_PORT)

test: .venv/.test  ## run all tests, on real servers, with the coverage of the core
	$(VENV)/coverage erase
	$(VENV)/coverage run -m pytest $(PYTEST)
	$(VENV)/coverage report

bench: .venv/.bench  ## measure the speed beside other frameworks, about three minutes, and write docs/speed.md
	$(VENV)/python -m tests.bench

tables: .venv/.test  ## measure the tables in docs/ again and write them
	$(VENV)/pytest --write-tables -k table

lint: .venv/.dev  ## ruff: format and rules
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .

format: .venv/.dev  ## let ruff put the format right
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

types: .venv/.dev  ## mypy --strict on the package
	$(VENV)/mypy

clean:  ## remove what the other commands made
	rm -rf .venv build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find wsgi_apps tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.run .venv/.test .venv/.dev .venv/.bench: pyproject.toml wsgi_apps/tools/environment.py
	@$(PYTHON) -I wsgi_apps/tools/environment.py $(subst .,,$(notdir $@))
