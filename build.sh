#!/usr/bin/env bash
# Hypelint's one entry: build · demo · test · bench · pack · packages · supply · reproduce · release · fuzz · miri · mutants · soak · python · examples (and: wasm · rules).
# Sets up by itself what is missing and can be: the wasm32 target, npm packages, and on Debian as root the browsers and
# fonts. What it cannot set up, it names, with the way to get it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The compiler that packages are made with, so that others get the same bytes.
RUST_OF_RELEASES=1.95.0

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

# What runs here is compiled by this in the compiler's place (empty: by the compiler), and so much of the workspace.
host_compiler=
host_targets=--bins

# Clippy compiles, and all that tests need at once: so what others wrote is compiled one time, not for the tools, for the lints and for
# the tests.
lint_and_build_all() {
  need_rust
  host_compiler=$(rustc --print sysroot)/bin/clippy-driver
  host_targets=--all-targets
}

# make_module CRATE NAME OPTIONS...: a module with its glue and types, in target/web.
make_module() {
  local crate=$1 name=$2
  shift 2
  target/debug/bindgen "target/wasm32-unknown-unknown/release/$crate.wasm" target/web "$name"
  # Features by name: all of them together make a module that some engines refuse.
  node_modules/.bin/wasm-opt "$@" --strip-debug --strip-producers \
    --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    -o "target/web/${name}_bg.wasm" "target/web/${name}_bg.wasm"
}

# target/web: the modules, their glue and types, and the words for people.
build_wasm() {
  need_rust
  need_node
  # Panics name their source files: not by the folders of whoever builds, or the module's bytes would differ from one to the next.
  local separator=$'\x1f'
  CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo${separator}--remap-path-prefix=$PWD=/hypelint" \
    cargo build --locked --quiet --release --package hypelint-wasm --package hypelint-own-rules --target wasm32-unknown-unknown &
  local modules=$!
  # Meanwhile the tools. Unoptimised, as the tests have them: to optimise the command line takes two minutes, to write the catalogue with it
  # less than one second.
  RUSTC_WORKSPACE_WRAPPER=$host_compiler cargo build --locked --quiet --workspace $host_targets
  wait $modules
  mkdir -p target/web
  # Large functions of the core stay apart: as one of 27 KB, they took V8's baseline compiler two milliseconds before the first post was read.
  make_module hypelint_wasm hypelint -O3 --one-caller-inline-max-function-size=400
  make_module hypelint_own_rules own_rules -Oz
  rm -rf target/web/catalogue
  mkdir target/web/catalogue
  target/debug/hypelint rules --out target/web/catalogue
}

build() {
  build_wasm
  node tools/bundle.mjs
}

test_rust() {
  cargo fmt --all --check
  RUSTC_WORKSPACE_WRAPPER=$host_compiler cargo test --locked --quiet --workspace
  target/debug/hypelint eval --worst 0 tests/posts.jsonl --require 'pump.f1>=0.8' --require 'claim.f1>=0.72' --require 'everyday.false_alarms<=2' >/dev/null
}

test_web() {
  node_modules/.bin/tsc --noEmit
  node_modules/.bin/biome ci --error-on-warnings
  node tools/regexes.mjs
  # What addons.mozilla.org runs on a package.
  node_modules/.bin/addons-linter --warnings-as-errors dist/firefox >target/addons-linter.txt || { cat target/addons-linter.txt; return 1; }
}

test_browsers() {
  node tests/browser/run.mjs "$@"
}

# All of it, or one part: rust, web, browsers. Any other words are the beginnings of browser tests' files.
run_tests() {
  case "${1:-}" in
    rust) lint_and_build_all; build_wasm; test_rust ;;
    web) build; test_web ;;
    browsers) shift; need_browsers both; build; test_browsers "$@" ;;
    *)
      need_browsers both
      lint_and_build_all
      build
      # Side by side: each waits for one core most of the time.
      test_web &
      local web=$!
      test_rust
      wait $web
      test_browsers "$@" ;;
  esac
}

# The same files give the same package: fixed times, sorted names, no extra fields.
zip_folder() {
  find "$1" -exec touch -d '2020-01-01 00:00:00 UTC' {} +
  rm -f "$2"
  (cd "$1" && find . -type f | LC_ALL=C sort | TZ=UTC zip -q -X -9 "$2" -@)
  say "$2: $(stat -c %s "$2") bytes"
}

pack() {
  build
  have zip || debian_packages zip || fail "zip is missing: install the package 'zip'."
  [ "$(rustc --version | cut -d' ' -f2)" = "$RUST_OF_RELEASES" ] || say "releases are made with Rust $RUST_OF_RELEASES: $(rustc --version) makes other bytes."
  for browser in chrome firefox; do zip_folder "dist/$browser" "$PWD/dist/hypelint-$browser.zip"; done
  # Unsigned: for Firefox's developer editions, and for signing.
  cp dist/hypelint-firefox.zip dist/hypelint-firefox.xpi
  # What reviewers at addons.mozilla.org build the package from: docs/building.md says how.
  if git rev-parse --quiet --verify HEAD >/dev/null 2>&1; then
    git archive --format=zip -9 --prefix=hypelint/ -o dist/hypelint-source.zip HEAD
    say "dist/hypelint-source.zip: $(stat -c %s dist/hypelint-source.zip) bytes, of the last commit"
  fi
}

# The packages as they are handed out, in both browsers.
packages() {
  need_browsers both
  have unzip || debian_packages unzip || fail "unzip is missing: install the package 'unzip'."
  pack
  node --test --test-reporter=spec tests/browser/packages.mjs
}

# Crates: licences, sources, duplicates. Their advisories need the network's database, and are looked at on the forge.
supply() {
  build
  local tool=target/tools/bin/cargo-deny
  [ -x "$tool" ] || cargo install --locked --quiet --root target/tools cargo-deny --version 0.20.2
  "$tool" --locked check --hide-inclusion-graph licenses bans sources
  if [ -n "${CI:-}" ]; then "$tool" --locked check advisories; fi
  test_web
  say "what ships of others: dist/chrome/NOTICES.txt, dist/hypelint.cdx.json"
}

# Two clones, built under two homes, give the same bytes.
reproduce() {
  local out="$PWD/target/reproduce" rustup="${RUSTUP_HOME:-$HOME/.rustup}" cargo="${CARGO_HOME:-$HOME/.cargo}" home
  rm -rf "$out"
  for clone in one two; do git clone --quiet . "$out/$clone/hypelint"; done
  for clone in one two; do
    home="$out/$clone/home of $clone"
    mkdir -p "$home/.cargo"
    # Where packages come from is this machine's affair, not the home's.
    for file in config.toml config; do if [ -e "$cargo/$file" ]; then cp "$cargo/$file" "$home/.cargo/"; fi; done
    (cd "$out/$clone/hypelint" && unset CARGO_TARGET_DIR && HOME="$home" CARGO_HOME="$home/.cargo" RUSTUP_HOME="$rustup" \
      NPM_CONFIG_USERCONFIG="${NPM_CONFIG_USERCONFIG:-$(npm config get userconfig)}" ./build.sh pack)
  done
  for file in hypelint-chrome.zip hypelint-firefox.zip hypelint-source.zip hypelint.cdx.json; do
    cmp "$out/one/hypelint/dist/$file" "$out/two/hypelint/dist/$file"
    say "$file: the same $(stat -c %s "$out/one/hypelint/dist/$file") bytes from both clones"
  done
}

# Everything of a release but publishing it: versions, change log, tests, packages, a tag.
release() {
  local version=${1:-}
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "usage: ./build.sh release MAJOR.MINOR.PATCH"
  [ -z "$(git status --porcelain)" ] || fail "there are changes that are not committed: commit or stash them first."
  ! git rev-parse --quiet --verify "v$version" >/dev/null || fail "the tag v$version is there already."
  [ "$(rustc --version | cut -d' ' -f2)" = "$RUST_OF_RELEASES" ] || fail "releases are made with Rust $RUST_OF_RELEASES; this is $(rustc --version)."
  sed -n '/^## Unreleased$/,/^## [0-9]/p' CHANGELOG.md | grep -q '^- ' || fail "CHANGELOG.md says nothing under 'Unreleased'."
  sed -i "0,/^version = \".*\"/s//version = \"$version\"/" Cargo.toml
  sed -i "s/^## Unreleased$/## Unreleased\n\n## $version, $(date -u +%Y-%m-%d)/" CHANGELOG.md
  cargo metadata --format-version 1 --offline >/dev/null   # writes the version into Cargo.lock
  run_tests
  supply
  git commit --quiet --all --message "Version $version"
  packages
  git tag --annotate "v$version" --message "Hypelint $version"
  say "v$version is tagged here. To publish: push main and the tag, attach dist/hypelint-*.zip, and hand the packages to the stores (extension/store/)."
}

# Looks for inputs of which the properties of crates/properties do not hold, each target for so many minutes, or runs where they are said
# and come sooner; with names, these targets alone. What it finds stands in fuzz/artifacts, and goes to fuzz/regressions, where `cargo test` tries it again.
fuzz() {
  need_rust
  have cargo-fuzz || fail "cargo-fuzz is missing: 'cargo install cargo-fuzz --locked'."
  local minutes=${1:-10} runs=${2:--1} toolchain=() target targets=("${@:3}")
  if have rustup && rustup toolchain list | grep '^nightly' >/dev/null; then toolchain=(+nightly); else export RUSTC_BOOTSTRAP=1; fi
  cargo run --quiet --release --package hypelint-properties --example seeds fuzz/corpus
  # The core has no unsafe code: a sanitizer would find nothing in it, and halve the number of runs.
  # Traces of its comparisons would do so, too, and more.
  cargo "${toolchain[@]}" fuzz build --sanitizer none --no-trace-compares
  [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo "${toolchain[@]}" fuzz list)
  for target in "${targets[@]}"; do
    say "fuzzing $target for $minutes min"
    cargo "${toolchain[@]}" fuzz run --sanitizer none --no-trace-compares "$target" -- \
      -max_total_time=$((60 * minutes)) -runs="$runs" -max_len=12000 -timeout=5 -dict=fuzz/words.dict -print_final_stats=1
  done
}

# The one place that reads memory which others hand over (crates/python), under Miri, which sees every access that is not allowed.
miri() {
  need_rust
  rustup component list --toolchain nightly 2>/dev/null | grep '^miri.*(installed)' >/dev/null || rustup component add --toolchain nightly miri rust-src
  (cd crates/python && cargo +nightly miri test)
}

# Changes the core in 200 places, drawn by a seed, one at a time: which of these changes does no test notice?
mutants() {
  need_rust
  need_node
  have cargo-mutants || fail "cargo-mutants is missing: 'cargo install cargo-mutants --locked'."
  node tools/mutants.mjs "$@"
}

case "${1:-build}" in
  build) build; say "load dist/chrome or dist/firefox as an unpacked extension, or see './build.sh demo'." ;;
  wasm) build_wasm ;;
  rules) need_rust; cargo run --locked --quiet --bin hypelint -- rules ;;
  demo) shift; need_browsers; build; node tests/browser/demo.mjs "$@" ;;
  test) shift; run_tests "$@" ;;
  bench) shift; need_browsers; build; cargo build --locked --quiet --release --bin hypelint; node benches/run.mjs "$@" ;;
  pack) pack ;;
  packages) packages ;;
  supply) supply ;;
  reproduce) reproduce ;;
  release) shift; release "$@" ;;
  fuzz) shift; fuzz "$@" ;;
  miri) miri ;;
  mutants) shift; mutants "$@" ;;
  soak) shift; need_browsers both; build; node tests/browser/soak.mjs "$@" ;;
  python | examples) need_rust; . tools/python.sh; "run_$1" ;;
  *) fail "usage: ./build.sh [build|demo|test|bench|pack|packages|supply|reproduce|release VERSION|fuzz [MINUTES [RUNS [TARGET…]]]|miri|mutants [SEED]|soak|python|examples|wasm|rules]" ;;
esac
