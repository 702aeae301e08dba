# The Python half of build.sh, which reads this file: the package's tests, and the recipes. Everything stands in target/python.

need_python() {
  have python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "Python 3.10 or newer is missing: install it (on Debian python3 and python3-venv)."
  [ -e target/python/bin/pip ] || python3 -m venv target/python || { debian_packages python3-venv && python3 -m venv --clear target/python; } ||
    fail "Python cannot make environments: install its module venv (on Debian the package python3-venv)."
  target/python/bin/pip install --quiet "$@"
  CARGO_TARGET_DIR=$PWD/target/python/build target/python/bin/pip install --quiet --force-reinstall --no-deps ./crates/python
  cargo build --quiet --release --bin hypelint
  export HYPELINT=$PWD/target/release/hypelint
}

run_python() {
  (cd crates/python && cargo fmt --check && CARGO_TARGET_DIR=$PWD/../../target/python/build cargo clippy --quiet)
  need_python pytest pyarrow polars duckdb
  target/python/bin/pytest -q -p no:cacheprovider crates/python/tests/test_hypelint.py
}

run_examples() {
  need_python pytest pyarrow 'pandas<3' polars duckdb pyspark matplotlib
  have jq || debian_packages jq || fail "jq is missing: install the package 'jq'."
  have java || debian_packages default-jre-headless || fail "Java 17 or newer is missing, which Spark runs on."
  export SPARK_LOCAL_IP=127.0.0.1
  for recipe in examples/pipe.sh examples/*.py; do
    say "$recipe"
    case $recipe in
      *.sh) "$recipe" ;;
      *) target/python/bin/python "$recipe" ;;
    esac
  done
  target/python/bin/pytest -q -p no:cacheprovider crates/python/tests/test_recipes.py
}
