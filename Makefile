# The project's commands. `make` alone lists them.

PYTHON      ?= python3
MODULE      ?= wsgi_apps.hello_json
PORT        ?= 8000
SOCKET_PORT ?= 19130
NGINX_PORT  ?= 8080
SERVER      ?= none
ROUTER      ?= http
LOG         ?= quiet
NETWORK     ?= loopback
VENV        := .venv/bin
BREADTH     := $(patsubst tests/breadth/test_%.py,test-breadth-%,$(wildcard tests/breadth/test_*.py))

.DEFAULT_GOAL := help
.PHONY: $(BREADTH) $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)

##@ For the labs
help:  ## say what each command does
	@sed -n -e 's/^##@ //p' -e 's/^\([a-z-]*\):.*##/  make \1 \t/p' Makefile | expand -t 24

run: .venv/.run  ## serve MODULE (wsgi_apps.hello_json) on uWSGI at PORT (8000) and SOCKET_PORT (19130); LOG=all shows its log
	@exec $(VENV)/python -m wsgi_apps serve '$(MODULE)' --port '$(PORT)' --socket-port '$(SOCKET_PORT)' --log '$(LOG)'

nginx: .venv/.nginx  ## put nginx in front of `make run`, at port NGINX_PORT (8080)
	@exec $(VENV)/python -m wsgi_apps nginx --port $(NGINX_PORT) --socket-port $(SOCKET_PORT)

cluster: .venv/.course  ## run three nodes behind ROUTER (http, fastrouter, nginx), in NETWORK (loopback, namespaces)
	@exec $(VENV)/python -m wsgi_apps cluster --router $(ROUTER) --port $(PORT) $(if $(filter namespaces,$(NETWORK)),--namespaces)

course: .venv/.course  ## install what the labs need
	@echo "Ready for the labs. In each terminal, first: . .venv/bin/activate"
	@echo "Then begin with examples/lab00_hello/README.md; examples/README.md lists all labs."

playground: .venv/.playground  ## make the page that runs the labs in a browser into build/playground; npm fetches 13 MB
	$(VENV)/python -m wsgi_apps playground --make

compare: .venv/.course  ## send every lab's requests to all its ways, on SERVER (none), and show what differs
	@$(VENV)/python -m wsgi_apps compare --server $(SERVER) $(LAB)

mounts: .venv/.course  ## mount Flask's site and ours side by side on one uWSGI and behind nginx, and print what they see
	@exec $(VENV)/python -m wsgi_apps mounts --port $(PORT) --socket-port $(SOCKET_PORT) --nginx-port $(NGINX_PORT)

##@ For work on the project
test: .venv/.test  ## run all tests, on real servers, with the coverage of the core
	$(VENV)/python -m tests $(PYTEST) || { echo "If this machine is the reason: $(VENV)/python -m wsgi_apps doctor" >&2; exit 1; }

test-all: .venv/.test  ## test under every Python, in all breadth, and with more random requests
	@$(MAKE) -j3 --no-print-directory --output-sync=line $(BREADTH) test-pythons test-fuzz

test-pythons: .venv/.test  ## run the unit and parity tests under every Python from 3.11 on that the machine has
	$(VENV)/python -m tests.pythons $(PYTEST)

test-breadth: $(BREADTH)  ## test what takes long and varies little: every width, theme and language of a page

$(BREADTH): test-breadth-%: .venv/.test
	$(VENV)/python -m pytest -q tests/breadth/test_$*.py $(PYTEST)

test-fuzz: .venv/.test  ## ask Werkzeug about 300,000 more random requests
	for seed in 2 3 4; do $(VENV)/python -m tests.parity.fuzz 100000 $$seed || exit 1; done

bench: .venv/.bench  ## measure the speed beside other frameworks, about five minutes, and write docs/speed.md
	$(VENV)/python -m tests.bench

tables: .venv/.test  ## measure the tables in docs/ again and write them
	$(VENV)/python -m pytest --write-tables -k table

servers: .venv/.test  ## ask seven ways of serving what they make of examples/server_table, and write docs/servers.md
	$(VENV)/python -m pytest --write-tables tests/servers/test_server_table.py

faults: .venv/.test  ## kill, cut off, fill up and overload what serves, about five minutes, and write docs/faults.md
	$(VENV)/python -m tests.servers.faults

docs: docs-en docs-ko  ## make the pages in docs/ and the labs into build/docs/index.html, in English and Korean
	@test -f build/playground/index.html || echo "The playground is left out of it: make playground makes it, with npm."
	@echo "The book is ready. Open build/docs/index.html in a browser."

docs-en: .venv/.docs  ## make the English pages into build/docs
	$(VENV)/python -m sphinx -E -W --keep-going -n -q -j auto -b html -d build/doctrees/html docs build/docs

docs-ko: .venv/.docs  ## make the Korean pages into build/docs/ko
	$(VENV)/python -m sphinx -E -W --keep-going -n -q -j auto -b html -D language=ko -d build/doctrees/ko docs build/docs/ko

docs-zip: docs  ## pack both editions into build/wsgi_apps-book.zip, for a web site or a folder
	$(VENV)/python docs/pack.py

docs-catalogue: .venv/.docs  ## write what there is to translate, a file a page, to build/catalogue
	$(VENV)/python -m sphinx -E -W --keep-going -q -j auto -b gettext -d build/doctrees/gettext docs build/catalogue

fuzz: .venv/.test  ## ask Werkzeug about 300,000 random requests to random rules, and send 200,000 to a whole App
	$(VENV)/python -m tests.parity.fuzz 300000
	$(VENV)/python -m tests.cases.fuzz_app 200000

mutants: .venv/.dev  ## change the core and the public App in 5,500 places, about an hour, and list what no test notices
	-ulimit -v 4000000; $(VENV)/python -m mutmut run --max-children 2
	$(VENV)/python -m mutmut results

lint: .venv/.dev  ## ruff: format and rules
	$(VENV)/python -m ruff format --check .
	$(VENV)/python -m ruff check .

format: .venv/.dev  ## let ruff put the format right
	$(VENV)/python -m ruff format .
	$(VENV)/python -m ruff check --fix .

types: .venv/.dev  ## mypy --strict on the package
	$(VENV)/python -m mypy

clean:  ## remove what the other commands made
	rm -rf .venv build mutants .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info
	rm -rf docs/course docs/modules/index.md docs/start.md docs/contributing.md docs/changes.md docs/locales/*/LC_MESSAGES/*.mo
	find wsgi_apps tests examples -name __pycache__ -prune -exec rm -rf {} +

.venv/.run .venv/.nginx .venv/.course .venv/.playground .venv/.test .venv/.dev .venv/.docs .venv/.bench: pyproject.toml wsgi_apps/tools/environment.py
	@$(PYTHON) -I wsgi_apps/tools/environment.py $(subst .,,$(notdir $@)) || { echo "What is missing: $(PYTHON) -m wsgi_apps doctor" >&2; exit 1; }
