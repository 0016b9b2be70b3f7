/** What the programs depend on. Paths may have any character. */
export interface BackupGround {
  /** The name of the site's backups in its repository: site and environment. */
  readonly name: string;
  /** What must be there before: a folder, which may be a disk that is not mounted. Absent: another host. */
  readonly folder?: string;
  /** The program that reaches it there, and the key that lets it in. */
  readonly reach?: string;
  readonly login?: string;
  /** As restic names it. */
  readonly repository: string;
  readonly key: string;
  readonly programs: string;
  readonly state: string;
  readonly proved: string;
  /** All data of the site, of which the database's own is left out. */
  readonly data: string;
  /** Where the certificate in use lies. */
  readonly certificates: string;
  /** The program that puts one in use: `CERTIFY prepare`. */
  readonly certify: string;
  /** Folders with keys that others know the site by; none: there are none. Their paths have no blanks. */
  readonly identity: readonly string[];
  readonly secrets: string;
  readonly files: string;
  readonly log: string;
  readonly socket: string;
  /** Where the scratch instance listens: a socket's path has at most 107 bytes. */
  readonly scratchSocket: string;
  readonly database: string;
  readonly administrator: string;
  /** Empty: the operator's own. */
  readonly account: string;
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
  /** Kilobytes that the log may take; absent: a tenth of its disk. */
  readonly mostLog?: number;
}

/** Exit statuses of the programs, above those of any tool they run. */
export const statuses = {
  unreachable: 61,
  wrongKey: 62,
  nothing: 63,
  gap: 64,
  unlike: 65,
  diskFull: 66,
  busy: 67,
  notRunning: 68,
  failed: 69,
} as const;

/** What all programs share: where things are, and how the repository and the database are spoken to. */
export const renderGround = (of: BackupGround): string => `# Written by Stead. Changes made here are overwritten.
# What the programs of this folder share. Everything here works without Stead: see README beside this file.
name=${quote(of.name)} folder=${quote(of.folder ?? "")} reach=${quote(of.reach ?? "")} login=${quote(of.login ?? "")}
state=${quote(of.state)} proved=${quote(of.proved)}
data=${quote(of.data)} identity=${quote(of.identity.join(" "))} certificates=${quote(of.certificates)} certify=${quote(of.certify)} secrets=${quote(of.secrets)}
files=${quote(of.files)} log=${quote(of.log)}
socket=${quote(of.socket)} scratch_socket=${quote(of.scratchSocket)} database=${quote(of.database)}
administrator=${quote(of.administrator)} account=${quote(of.account)}
keep_daily=${of.keep.daily} keep_weekly=${of.keep.weekly} keep_monthly=${of.keep.monthly}
programs=${quote(of.programs)} most_log=${of.mostLog ?? ""}
export RESTIC_REPOSITORY=${quote(of.repository)} RESTIC_PASSWORD_FILE=${quote(of.key)} RESTIC_CACHE_DIR="$state/cache"
export TZ=UTC LC_ALL=C
umask 077
${functions}`;

/** In single quotes nothing has a meaning but their end. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const functions = String.raw`
fail() { # $1 status, $2 what
  printf '%s\n' "$2" >&2
  exit "$1"
}

failed() { # $1 a log, $2 what: why something failed, by its last words
  tail -n 15 "$1" >&2
  ! grep -qiE 'no space left|errno: 28|errcode: 28' "$1" || fail ${statuses.diskFull} "$2: the disk is full"
  fail ${statuses.failed} "$2"
}

one_at_a_time() { # Backups, proofs and restores wait for nobody; whoever is called by one of them has its turn.
  [ -z "${"$"}{turn:-}" ] || return 0
  exec 9>"$state/turn"
  flock --nonblock 9 || fail ${statuses.busy} 'Another backup or restore is under way.'
  export turn=mine
}

as() { # Runs a command as the database's account; not by runuser, which would fill the journal every ten seconds.
  if [ -z "$account" ] || [ "$(id -un)" = "$account" ]; then "$@"; else
    setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups "$@"
  fi
}

own() { # Gives files to the database's account.
  [ -z "$account" ] || chown -R "$account" "$@"
}

sql() { # $1 a socket; SQL from standard input or in the words after it
  listens=$1
  shift
  as mariadb --no-defaults --socket="$listens" --user="$administrator" --default-character-set=utf8mb4 \
    --batch --skip-column-names --max-allowed-packet=1G "$@"
}

speak() { # restic, by the way that leads to the repository
  restic --quiet ${"$"}{reach:+-o "sftp.command='$reach'"} "$@"
}

repository() ( # The same beside others, except while old backups are forgotten
  exec 8>>"$state/repository.lock"
  flock --shared 8
  speak "$@"
)

open_repository() { # $1 "make": a first one may be made
  [ -z "$folder" ] || [ -d "$folder" ] || fail ${statuses.unreachable} "The folder $folder is not there."
  said=$(repository cat config 2>&1 >/dev/null) && { printf '%s' "$RESTIC_REPOSITORY" >"$state/repository"; return 0; }
  case $said in
  *'wrong password'*) fail ${statuses.wrongKey} "$RESTIC_REPOSITORY was made with another key." ;;
  *'Is there a repository at'* | *'repository does not exist'*)
    [ "$(cat "$state/repository" 2>/dev/null)" != "$RESTIC_REPOSITORY" ] ||
      fail ${statuses.unreachable} "$RESTIC_REPOSITORY is empty, and it was not before. Is it another disk? $said"
    [ "$1" = make ] || fail ${statuses.nothing} "There is no backup in $RESTIC_REPOSITORY yet."
    said=$(repository init 2>&1) || unreachable
    printf '%s' "$RESTIC_REPOSITORY" >"$state/repository"
    ;;
  *) unreachable ;;
  esac
}

unreachable() { # by what restic has said, and ssh, whose words restic passes on only if there is time
  [ -z "$reach" ] || said="$said $("$reach" 2>&1 </dev/null || :)"
  case $said in
  *'Permission denied'*) [ -z "$login" ] || said="$RESTIC_REPOSITORY does not let this server in. Its key, a line for authorized_keys there: restrict $(cat "$login.pub")" ;;
  *'Host key verification failed'*) said="$RESTIC_REPOSITORY has another key than backup.hostKey says. Is it another host?" ;;
  esac
  fail ${statuses.unreachable} "$said"
}

put() { # $1 a log of its words, $2 what, $3 tags, then paths: a snapshot
  words=$1 what=$2 tags=$3
  shift 3
  repository backup --host "$name" --tag "$tags" "$@" >"$words" 2>&1 || failed "$words" "$what"
}

log_id() { # The same positions mean something else in another server's log, or in that after a restore.
  [ -s "$log/id" ] || od -An -N8 -tx1 /dev/urandom | tr -d ' \n' >"$log/id"
  cat "$log/id"
}

snapshots() { # $1 base, log, files or keys. A line for each, the oldest first: its time, its id, first and last position, which log
  repository snapshots --json --host "$name" --tag "$1" | sed 's/{"time":/\n&/g' |
    sed -n 's/.*"tags":\["'"$1"'","at=\([^"]*\)","from=\([^"]*\)","to=\([^"]*\)","log=\([^"]*\)"\].*"short_id":"\([0-9a-f]*\)".*/\1 \5 \2 \3 \4/p' |
    sort
}

checksums() { # $1 a socket, $2 "live" when others write meanwhile
  # All of it in one snapshot of the tables, whose position in the log comes first. Tables that know no snapshot are locked for it.
  tables="FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE IN ('InnoDB', 'Aria', 'MyISAM')
    AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')"
  names="GROUP_CONCAT('\`', REPLACE(TABLE_SCHEMA, '\`', '\`\`'), '\`.\`', REPLACE(TABLE_NAME, '\`', '\`\`'), '\`' ORDER BY 1)"
  sum() { printf "SET @s = COALESCE((SELECT CONCAT('CHECKSUM TABLE ', %s) %s AND ENGINE %s 'InnoDB'), 'DO 0'); PREPARE s FROM @s; EXECUTE s;\n" "$names" "$tables" "$1"; }
  shape="SELECT COALESCE(MD5(GROUP_CONCAT(TABLE_SCHEMA, '.', TABLE_NAME, CREATE_TIME ORDER BY 1)), '') $tables;"
  others=$(sql "$1" --execute="SELECT COUNT(*) $tables AND ENGINE <> 'InnoDB'")
  for try in 1 2 3; do
    {
      printf 'SET SESSION group_concat_max_len = 100000000;\n%s\n' "$shape"
      [ "$others" = 0 ] || [ "$2" != live ] || echo 'FLUSH TABLES WITH READ LOCK;'
      echo "START TRANSACTION WITH CONSISTENT SNAPSHOT; SHOW STATUS LIKE 'Binlog_snapshot_%';"
      sum '<>'
      [ "$others" = 0 ] || [ "$2" != live ] || echo 'UNLOCK TABLES;'
      sum '='
      printf 'ROLLBACK;\n%s\n' "$shape"
    } >"$state/checksums.sql"
    if sql "$1" <"$state/checksums.sql" >"$state/checksums.out" 2>"$state/checksums.words" &&
      [ "$(head -n 1 "$state/checksums.out")" = "$(tail -n 1 "$state/checksums.out")" ]; then
      sed '1d;$d' "$state/checksums.out"
      return 0
    fi
    sleep 2
  done
  failed "$state/checksums.words" 'The tables changed their shape while their checksums were taken.'
}
`;
