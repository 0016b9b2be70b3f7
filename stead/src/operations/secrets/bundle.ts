import * as z from "zod";
import type { Host } from "../../host/host.ts";
import type { DesiredState } from "../../state/vocabulary.ts";
import type { HostPlace } from "../../topology/topology.ts";

/** The content of a bundle: every secret of a site, by host, by its name in the folder of secrets. */
export const bundleShape = z.object({
  format: z.literal("stead-secrets/1"),
  site: z.string(),
  environment: z.string(),
  /** ISO 8601. */
  at: z.string(),
  hosts: z.record(
    z.string(),
    z.record(z.string(), z.union([z.object({ text: z.string() }), z.object({ base64: z.string() })])),
  ),
});

export type Bundle = z.infer<typeof bundleShape>;
export type BundledValue = Bundle["hosts"][string][string];

const LIST = `cd -- "$1" 2>/dev/null || exit 0
find . -path ./generations -prune -o -type f ! -name '.*' -printf '%P\\0'`;

/** Every secret of a host, but the copies that serving releases have. */
export const secretsOf = async (host: Host, place: HostPlace): Promise<Readonly<Record<string, BundledValue>>> => {
  const { stdout } = await host.run(["/bin/sh", "-c", LIST, "secrets", place.paths.secrets]);
  const names = stdout.split("\0").filter(isBundledName).toSorted();
  const values = names.map(async (name) => {
    const bytes = await host.files.read(`${place.paths.secrets}/${name}`);
    return bytes === undefined ? [] : [[name, packed(bytes)] as const];
  });
  return Object.fromEntries((await Promise.all(values)).flat());
};

/** A name in the folder, or in a folder of it; nothing that leads out of it. */
export const isBundledName = (name: string): boolean => /^(?:[A-Za-z0-9_][\w.-]*\/)?[A-Za-z0-9_][\w.-]*$/u.test(name);

/** Text as it is, so that a person who opened the bundle with other tools can read it. */
const packed = (bytes: Uint8Array): BundledValue => {
  const text = new TextDecoder().decode(bytes);
  return Buffer.compare(Buffer.from(text), bytes) === 0 ? { text } : { base64: Buffer.from(bytes).toString("base64") };
};

export const unpacked = (value: BundledValue): Buffer =>
  "text" in value ? Buffer.from(value.text) : Buffer.from(value.base64, "base64");

/** Whose file a secret is, by what is desired of it; else root's alone. */
export const ownershipIn = (
  desired: DesiredState,
  path: string,
): { readonly mode: number; readonly account?: string } => {
  const value = desired.find((one) => one.kind === "secret" && one.path === path);
  if (value?.kind !== "secret") return { mode: 0o600 };
  return { mode: value.mode, ...(value.account !== undefined && { account: value.account }) };
};
