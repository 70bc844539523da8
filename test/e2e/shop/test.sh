#!/usr/bin/env bash
# Stands for whatever a job of the shop does: it fails when it is the one that the run is told to break.
if [[ ${RED:-} == "$1" ]]; then
  echo "$1 is broken" >&2
  exit 1
fi
echo "$1 is fine"
