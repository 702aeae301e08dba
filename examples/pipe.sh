#!/usr/bin/env bash
# The reasons of a file of posts, the most frequent first. Packed files, CSV and Parquet are read as they are.
set -euo pipefail
posts=${1:-tests/posts.jsonl}

"${HYPELINT:-hypelint}" score "$posts" |
  jq -r 'select(.flagged != []) | .findings[] | "\(.category) \(.rule)"' |
  sort | uniq -c | sort -k1,1nr -k2
