import { statuses } from "./ground.ts";

/** Proves the newest backup: restored and brought to the position at which the site's own checksums were taken, it must have the same. */
export const renderProve = (): string => String.raw`#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Proves the newest backup by restoring it: every table must have the checksum that it had in the site's database.
set -eu
. "${"$"}{0%/*}/ground"
. "${"$"}{0%/*}/rebuild"
one_at_a_time
open_repository look
trap end_scratch EXIT
trap 'exit 130' INT TERM HUP
began=$(date +%s)
rebuild proof
checksums "$scratch_socket" alone | grep -v '^Binlog_snapshot_' | sort >"$scratch/are" || :
grep -v '^Binlog_snapshot_' "$scratch/base/checksums" | sort >"$scratch/were" || :
if ! diff "$scratch/were" "$scratch/are" >"$state/unlike"; then
  cat "$state/unlike" >&2
  fail ${statuses.unlike} "The backup of $base_at, restored, is unlike the database that it was taken of."
fi
echo "$(date +%Y-%m-%dT%H:%M:%SZ) $base_at $base $(wc -l <"$scratch/are") $(($(date +%s) - began)) $(du -sb "$scratch/base/base" | cut -f 1)" >"$proved.new"
mv "$proved.new" "$proved"
echo "Proved the backup of $base_at: $(wc -l <"$scratch/are") tables are alike"
`;
