import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { plural, sayBytes } from "../kernel/text.ts";
import { hashText } from "../state/hash.ts";
import type { HostPlace } from "../topology/topology.ts";
import { refuseFailed } from "./build/act.ts";
import { contentsOf, parseContents, printContents, type Contents } from "./ship/contents.ts";
import { packRelease } from "./ship/pack-release.ts";
import { builderOf, fleet } from "./fleet.ts";
import { halfBuilt } from "./names.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { boundary, step } from "./step.ts";

/**
 * Brings a built release to the hosts that it was not built on: files that the release before has there already are linked, the
 * others are sent, and the host's own hash of all of them must be ours before the release has its name. Throws COMMAND_FAILED, DISK_FULL.
 */
export const ship = async (context: ReleaseContext, record: ReleaseRecord): Promise<void> => {
  const { host: builder, place } = builderOf(context);
  const others = fleet(context).filter(({ host }) => host !== builder);
  if (others.length === 0) return;
  const built = join(place.paths.releases, record.id);
  const contents = await contentsOf(builder, built);
  for (const { host, place: there } of others) {
    await step(
      context,
      `ship ${host.name}`,
      `Shipping release ${record.id} to ${host.name}`,
      () => boundary(context, `${host.name}/ship`, () => shipTo({ builder, built, contents }, host, there, record.id)),
      ({ files, bytes }) => `Shipped ${plural(files, "file")} to ${host.name} (${sayBytes(bytes)} over the wire)`,
    );
  }
};

interface Cargo {
  readonly builder: Host;
  readonly built: string;
  readonly contents: Contents;
}

interface Shipped {
  readonly files: number;
  /** Of the packed archive. */
  readonly bytes: number;
}

const shipTo = async (cargo: Cargo, host: Host, place: HostPlace, id: string): Promise<Shipped> => {
  const before = await releaseThere(host, place);
  const first = await send(cargo, host, place, { id, before });
  if (first.whole) return first;
  // A file of the release before was changed by hand there: nothing of it is taken over.
  const second = before === undefined ? first : await send(cargo, host, place, { id, before: undefined });
  if (second.whole) return second;
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: `release ${id} on ${host.name}`,
    what: "did not arrive as it was built: its hash there is another one.",
    mend: "Run the command again; when it happens twice, see the disk and the memory of that server.",
  });
};

interface Kept {
  readonly id: string;
  readonly contents: Contents;
}

/** The serving release of a host, else its newest, with what it holds; undefined: there is none that tells. */
const releaseThere = async (host: Host, { paths }: HostPlace): Promise<Kept | undefined> => {
  const { exitCode, stdout } = await host.run(["/bin/sh", "-c", FIND_KEPT, "find-kept", paths.releases]);
  const end = stdout.indexOf("\n");
  if (exitCode !== 0 || end < 1) return undefined;
  return { id: stdout.slice(0, end), contents: parseContents(stdout.slice(end + 1)) };
};

const FIND_KEPT = `
cd "$1" 2>/dev/null || exit 1
id=$(readlink current)
[ -f "$id/contents" ] || id=$(ls -d ????????-??????-?????? 2>/dev/null | tail -n 1)
[ -f "$id/contents" ] || exit 1
printf '%s\\n' "$id"
exec cat "$id/contents"
`;

interface Sending {
  readonly id: string;
  readonly before: Kept | undefined;
}

const send = async (
  { builder, built, contents }: Cargo,
  host: Host,
  { paths }: HostPlace,
  { id, before }: Sending,
): Promise<Shipped & { readonly whole: boolean }> => {
  const pack = await packRelease(builder, built, contents, before?.contents);
  const target = join(paths.releases, `${id}${halfBuilt}`);
  const kept = before === undefined ? "/" : join(paths.releases, before.id);
  const words = [target, kept, `${hashText(contents.text)}  -`, join(paths.releases, id)];
  const answer = await host.run(["/bin/sh", "-ec", UNPACK, "unpack", ...words], { stdin: pack.bytes });
  const whole = answer.exitCode !== OTHER_HASH;
  if (whole) refuseFailed(host, ["tar"], answer);
  return { files: pack.files, bytes: pack.bytes.byteLength, whole };
};

/** What the script below ends with when the hash differs. */
const OTHER_HASH = 9;

/** $1 where to, $2 the release whose files are linked, $3 what sha256sum(1) must say of the contents, $4 the release's own folder. */
const UNPACK = `
umask 022
rm -rf -- "$1"
mkdir -p -- "$1"
tar --extract --gzip --no-same-owner --directory "$1"
cd -- "$2"
xargs --null --no-run-if-empty cp --link --parents --target-directory "$1" -- < "$1/.linked"
rm -- "$1/.linked"
cd -- "$1"
( ${printContents} ) > ../.contents
mv -- ../.contents contents
printf '%s\\n' "$3" > ../.expected
if ! sha256sum --check --status ../.expected < contents; then rm -rf -- ../.expected "$1"; exit ${OTHER_HASH}; fi
rm -- ../.expected
sync --file-system .
cd ..
mv -T -- "$1" "$4"
`;
