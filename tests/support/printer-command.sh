#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The engine of the test printer: ippeveprinter runs it for each document ($1). SCHALTER_PRINTER is
# a directory with the file "behaviour", read again while it waits, and the folder "out", where each
# document that reached the printer is kept under its job's name.
#
#   ok          prints, 0.1 s a page         abort   the engine fails before the first page
#   slow N      prints after N seconds       half    it fails after the first page
#   jam, door, empty   waits until the behaviour is another one
read_behaviour() {
  read -r kind argument <"$SCHALTER_PRINTER/behaviour" || true
}

wait_for_help() {
  stopped=$kind
  echo "STATE: +$1" >&2
  while [ "$kind" = "$stopped" ]; do
    sleep 0.1
    read_behaviour
  done
  echo "STATE: -$1" >&2
}

pages=1
if [ "$CONTENT_TYPE" = application/pdf ]; then
  pages=$(pdfinfo "$1" | sed -n 's/^Pages: *//p')
fi
name=$(printf '%s' "${IPP_JOB_NAME:-unnamed}" | tr -c 'A-Za-z0-9.-' '_')
cp "$1" "$SCHALTER_PRINTER/out/$(date +%s%N)-$name"
echo "ATTR: job-impressions=$pages job-impressions-completed=0" >&2

read_behaviour
case $kind in
  slow) sleep "$argument" ;;
  jam) wait_for_help media-jam ;;
  door) wait_for_help cover-open ;;
  empty) wait_for_help media-empty,media-needed ;;
  abort)
    echo 'ERROR: the engine failed' >&2
    exit 1
    ;;
  half)
    echo 'ATTR: job-impressions-completed=1' >&2
    echo 'ERROR: the engine failed after the first page' >&2
    exit 1
    ;;
esac

page=0
while [ "$page" -lt "$pages" ]; do
  sleep 0.1
  page=$((page + 1))
  echo "ATTR: job-impressions-completed=$page" >&2
done
