# make run · make demo-sync · make test · make check · make bench · make audit

PORT ?= 8080
DATA ?= nep-data
LAN ?= 127.0.0.1:8443
# Guards invented people only; a station of real ones types its own.
PASSPHRASE ?= xa-bia-ra-de-lam-thu

# Seconds.
FOR ?= 3600

.PHONY: help setup run demo-sync test simulate fuzz check audit bench bank

help:
	@echo "make setup   install what the build needs"
	@echo "make run     start a station with a made-up commune on 127.0.0.1:$(PORT), with its data folder $(DATA)/"
	@echo "make demo-sync  a server and two phones that sync with it, and what they say"
	@echo "make test    install what the tests need and run all of them"
	@echo "make simulate  invented communes in which everything goes wrong, for FOR=$(FOR) seconds"
	@echo "make fuzz    hostile bytes for every reader, FOR=600 seconds each (needs cargo-fuzz and a nightly compiler)"
	@echo "make check   format, lints, documentation, data"
	@echo "make audit   licences and duplicate crates of what we depend on"
	@echo "make bench   benchmarks, side by side with their peers"
	@echo "make bank    builds the shipped menus anew from the dishes (data/dishes/nep-2026)"

setup:
	@scripts/setup build

run:
	@scripts/setup build
	cargo build --release --locked --package nep-app
	NEP_PASSPHRASE='$(PASSPHRASE)' target/release/nep station --made-up --port $(PORT) --data $(DATA) --lan $(LAN)

demo-sync:
	@scripts/setup build
	cargo build --release --locked --package nep-app --package nep-sync-server
	scripts/demo-sync

test:
	@scripts/setup test
	cargo test --workspace --locked --no-fail-fast

simulate:
	@scripts/setup test
	NEP_SECONDS=$(FOR) NEP_FROM=$${NEP_FROM:-1000000} cargo test --locked --package nep-tests --test simulation -- --nocapture

fuzz:
	@scripts/fuzz $(FOR)

check:
	@scripts/setup build
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked --quiet
	cargo test --locked --quiet --package nep-data

audit:
	@scripts/setup build
	cargo test --locked --package nep-tests --test audit -- --nocapture

bench:
	@scripts/setup bench
	cargo build --release --locked --package nep-app
	cargo bench --locked --package nep-core --bench foods --bench growth --bench menus --bench menu_requests
	cargo bench --locked --package nep-sync-server --bench ingest
	tests/peers/run growth
	cargo run --release --locked --package nep-tests --bin measure
	cargo run --release --locked --package nep-tests --bin sync_budgets

bank:
	@scripts/setup build
	cargo run --release --locked --package nep-tests --bin bank
	UPDATE_DATA_INDEX=1 cargo test --locked --package nep-data --test provenance
