/** The backups that are there, for people and for Stead. */
export const renderList = (): string => `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# A line for each backup, the oldest first: when it was made, its id in the repository. The last line: up to when changes are copied.
set -eu
. "\${0%/*}/ground"
open_repository look
snapshots base | cut -d ' ' -f 1,2
snapshots log | tail -n 1 | sed 's/^\\([^ ]*\\).*/log \\1/'
`;
