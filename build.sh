#!/usr/bin/env bash
# Hypelint's one entry: build · demo · test · bench · pack · python · examples (and: wasm · rules).
# Sets up by itself what is missing and can be: the wasm32 target, npm packages, and on Debian as root the browsers and
# fonts. What it cannot set up, it names, with the way to get it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '%s\n' "build.sh: $*" >&2; }
fail() { say "$@"; exit 1; }
# Programs only: functions of this file bear some of their names.
have() { type -P "$1" >/dev/null; }
# The first of the programs that is there.
first() { for name in "$@"; do if type -P "$name"; then return; fi; done; return 1; }

debian_packages() {
  [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ] && have apt-get || return 1
  say "installing $*"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
  have cargo || fail "Rust is missing: install it by rustup (https://rustup.rs), then run this again."
  if have rustup; then
    rustup target list --installed | grep '^wasm32-unknown-unknown$' >/dev/null || rustup target add wasm32-unknown-unknown >&2
  elif ! [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
    fail "Rust's target wasm32-unknown-unknown is missing: with rustup, 'rustup target add wasm32-unknown-unknown'."
  fi
}

need_node() {
  have node && have npm || fail "Node.js 20 or newer with npm is missing: see https://nodejs.org, or your system's packages."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js 20 or newer is needed; this is $(node --version)."
  # npm leaves a copy of the lock file beside what it installed: no copy, or an older one, means install.
  if ! [ -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error >&2
    touch node_modules/.package-lock.json
  fi
}

chromium() { [ -n "${CHROMIUM:-}" ] && echo "$CHROMIUM" || first chromium chromium-browser; }
firefox() { [ -n "${FIREFOX:-}" ] && echo "$FIREFOX" || first firefox-esr firefox; }

need_browsers() {
  chromium >/dev/null || debian_packages chromium || true
  if [ "${1:-}" = both ]; then firefox >/dev/null || debian_packages firefox-esr || true; fi
  # Without -q: grep would leave before fc-list has said all, and that counts as a failure.
  if have fc-list && fc-list | grep -i 'color.*emoji' >/dev/null && fc-list | grep -i 'cjk' >/dev/null; then :; else
    debian_packages fontconfig fonts-noto-color-emoji fonts-noto-cjk fonts-noto-core || say "pictures may miss emoji: install the Noto fonts (fonts-noto-color-emoji, fonts-noto-cjk, fonts-noto-core)."
  fi
  CHROMIUM=$(chromium) || fail "Chromium is missing (branded Chrome no longer loads unpacked extensions from the command line): install the package 'chromium', or set CHROMIUM to its path."
  export CHROMIUM
  if [ "${1:-}" = both ]; then
    FIREFOX=$(firefox) || fail "Firefox is missing: install the package 'firefox-esr' or 'firefox', or set FIREFOX to its path."
    export FIREFOX
  fi
}

# target/web: the module, its glue and types, and the words for people.
build_wasm() {
  need_rust
  need_node
  # Panics name their source files: not by the folders of whoever builds, or the module's bytes would differ from one to the next.
  local separator=$'\x1f'
  CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo${separator}--remap-path-prefix=$PWD=/hypelint" \
    cargo build --quiet --release --package hypelint-wasm --target wasm32-unknown-unknown
  mkdir -p target/web
  cargo run --quiet --package bindgen -- target/wasm32-unknown-unknown/release/hypelint_wasm.wasm target/web
  # Features by name: all of them together make a module that some engines refuse. Large functions stay apart: as one of 27 KB, they
  # took V8's baseline compiler two milliseconds before the first post was read.
  npx wasm-opt -O3 --one-caller-inline-max-function-size=400 --strip-debug --strip-producers \
    --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    -o target/web/hypelint_bg.wasm target/web/hypelint_bg.wasm
  cargo run --quiet --release --bin hypelint -- rules --json > target/web/catalogue.json
}

build() {
  build_wasm
  node tools/bundle.mjs
}

test_rust() {
  cargo fmt --all --check
  cargo clippy --quiet --workspace --all-targets
  cargo clippy --quiet --package hypelint-wasm --target wasm32-unknown-unknown
  cargo test --quiet --workspace --exclude bindgen
  ./target/release/hypelint eval --worst 0 tests/posts.jsonl --require 'pump.f1>=0.8' --require 'claim.f1>=0.72' --require 'everyday.false_alarms<=2' >/dev/null
}

test_all() {
  need_browsers both
  build
  test_rust
  npx tsc --noEmit
  npx biome ci --error-on-warnings
  node tools/regexes.mjs
  node tests/browser/run.mjs "$@"
}

pack() {
  build
  have zip || debian_packages zip || fail "zip is missing: install the package 'zip'."
  for browser in chrome firefox; do
    # The same files give the same package: fixed times, sorted names, no extra fields.
    find "dist/$browser" -exec touch -d '2020-01-01 00:00:00 UTC' {} +
    rm -f "dist/hypelint-$browser.zip"
    (cd "dist/$browser" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -9 "../hypelint-$browser.zip" -@)
    say "dist/hypelint-$browser.zip: $(stat -c %s "dist/hypelint-$browser.zip") bytes"
  done
}

case "${1:-build}" in
  build) build; say "load dist/chrome or dist/firefox as an unpacked extension, or see './build.sh demo'." ;;
  wasm) build_wasm ;;
  rules) need_rust; cargo run --quiet --release --bin hypelint -- rules ;;
  demo) need_browsers; build; node tests/browser/demo.mjs ;;
  test) shift; test_all "$@" ;;
  bench) shift; need_browsers; build; node benches/run.mjs "$@" ;;
  pack) pack ;;
  python | examples) need_rust; . tools/python.sh; "run_$1" ;;
  *) fail "usage: ./build.sh [build|demo|test|bench|pack|wasm|rules|python|examples]" ;;
esac
