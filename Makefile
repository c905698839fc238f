# One job a target. `make help` lists them; README needs only run and test.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Every target compiles with the flags of the shipped binary, so that run, test
# and lint share one build cache and the tests run what people will run.
export CGO_ENABLED ?= 0
export GOFLAGS := $(strip $(filter-out -trimpath,$(GOFLAGS)) -trimpath)

FUZZTIME ?= 10m

# Packages that hold a conformance set, a benchmark or a fuzz target.
packages = $(shell grep -rlE --include='*_test.go' '^func $(1)' . | xargs -rn1 dirname | sort -u)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Serve the demo on this machine
	bin/dialform serve

.PHONY: build
build: ## Build bin/dialform, one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/dialform ./cmd/dialform

.PHONY: test
test: ## Run every test
	go test -timeout 5m ./...

.PHONY: race
race: ## Run every test under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race -timeout 15m ./...

.PHONY: lint
lint: bin/tools ## Check format, vet, staticcheck and the linters with our import arrows
	@unformatted=$$(bin/tools/gofumpt -l .); \
	if [ -n "$$unformatted" ]; then printf 'not formatted (make fmt):\n%s\n' "$$unformatted"; exit 1; fi
	go vet ./...
	bin/tools/staticcheck ./...
	bin/tools/golangci-lint run

.PHONY: fmt
fmt: bin/tools ## Format the code and order the imports
	bin/tools/golangci-lint fmt

.PHONY: conformance
conformance: ## Print how much of each official set of cases passes
	@for dir in $(call packages,TestConformance); do \
		go test -count=1 -timeout 10m -v -run '^TestConformance' $$dir 2>&1 | awk ' \
			match($$0, /conformance [^:]+: [0-9]+ of [0-9]+/) { line = substr($$0, RSTART, RLENGTH); if (!ran[line]++) print line } \
			{ all = all $$0 "\n" } \
			/^(FAIL|--- FAIL)/ { failed = 1 } \
			END { if (failed) { printf "%s", all; exit 1 } \
				if (!length(ran)) print dir ": skipped, the official data is not there" > "/dev/stderr" }' dir=$$dir; \
	done

.PHONY: bench
bench: ## Measure what things cost (two minutes); docs/benchmarks.md tells what the figures mean
	@go test -p 1 -run '^$$' -bench . -benchtime 300ms $(call packages,Benchmark) | awk ' \
		/^pkg:/ { sub(/.*\/dialform\//, "", $$2); print "\n" $$2 } \
		/^Benchmark.*\t/ { \
			sub(/^Benchmark/, "", $$1); sub(/-[0-9]+$$/, "", $$1); printf "  %-42s", $$1; \
			for (i = 3; i < NF; i += 2) printf " %10s %-13s", $$i, $$(i + 1); \
			print ""; fflush() } \
		/FAIL|panic|Error|_test.go/ { print }'

.PHONY: cover
cover: ## Measure what the tests reach; bin/cover.html shows it line by line
	mkdir -p bin
	go test -timeout 10m -coverpkg=./... -coverprofile=bin/cover.out ./...
	go tool cover -html=bin/cover.out -o bin/cover.html
	go tool cover -func=bin/cover.out | tail -n 1

.PHONY: torture
torture: ## Play the long rounds, then fuzz every target for FUZZTIME each (default 10m)
	DIALFORM_TORTURE=1 go test -p 1 -timeout 3h -v -run '^(TestPager|TestRandomInputs|TestTwoHundredPhones|Test.*ThroughFormio|TestRowsAround|TestScriptsMeanWhatExpressionsMean)$$' ./screens ./sessions ./bench ./forms/formio
	@for dir in $(call packages,Fuzz); do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]+).*/\1/p' $$dir/*_test.go); do \
			echo "$$dir $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s $$dir; \
		done; \
	done

# The linters live in a module of their own: what they need is no part of dialform.
bin/tools: tools/go.mod tools/go.sum
	go build -C tools -o ../bin/tools/ tool
	touch bin/tools
