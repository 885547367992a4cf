# 执衡的前门 / The front door of Zhiheng. `make help` 列出各个目标 / lists the targets.
# 持续集成调用同样的目标 / continuous integration calls the same targets.

PYTHON  ?= python3
PORT    ?= 8000
# One more than processors: browsers and databases are waited for.
WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))
VENV    := .venv
BIN     := $(VENV)/bin

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test check bench format lock clean lint house

help:  ## 列出各个目标 / list the targets
	@echo "执衡 Zhiheng"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

run: $(VENV)/ready-to-run  ## 安装、备好演示台账、评价并开网页（PORT= 改端口）/ install, prepare the demonstration, serve it (PORT= changes the port)
	@$(BIN)/zhiheng serve --demo --port $(PORT)

test: $(VENV)/ready-to-test  ## 全部检查与测试 / every check and every test
	@scripts/test.sh -n $(WORKERS) $(TESTS)

check: lint house  ## 格式、写法、类型、层次、屋规 / format, lint, types, layers, house tests

lint: $(VENV)/ready-to-test
	@scripts/lint.sh

house: $(VENV)/ready-to-test
	@echo "== tests/house"
	@$(BIN)/python -m pytest tests/house

bench: .venv-bench/ready-to-bench  ## 基准测试，与同类并列 / the benchmarks, with the peers beside
	@.venv-bench/bin/python bench/run.py $(BENCH)

format: $(VENV)/ready-to-test  ## 整理格式 / put the format right
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/ready-to-test  ## 重算 constraints*.txt（需联网）/ work the pinned versions out again (needs the network)
	@scripts/lock.sh

clean:  ## 删去虚拟环境、缓存与演示数据 / remove the environments, the caches and the demonstration
	@rm -rf $(VENV) .venv-bench demo out build dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp stands for an installation; it is made anew when the pinned versions or the project file change.
$(VENV)/ready-to-run: pyproject.toml constraints.txt scripts/install.sh
	@scripts/install.sh $(VENV) constraints.txt $@

$(VENV)/ready-to-test: pyproject.toml constraints-dev.txt scripts/install.sh
	@scripts/install.sh $(VENV) constraints-dev.txt $@

.venv-bench/ready-to-bench: pyproject.toml constraints-bench.txt scripts/install.sh
	@scripts/install.sh .venv-bench constraints-bench.txt $@
