import { components } from "../../components/registry.ts";
import { SteadError } from "../../kernel/errors.ts";
import { secretsOn } from "../../observe/secrets.ts";
import type { OpenSite } from "../open-site.ts";

type KeyedSite = Pick<OpenSite, "topology" | "hosts" | "desired" | "environment">;

/** What the zone above should know of the key that signs the zone (RFC 4034, 5.1). */
export interface DelegationSigner {
  readonly keyTag: number;
  /** 13: ECDSA P-256 with SHA-256. */
  readonly algorithm: number;
  /** 2: SHA-256. */
  readonly digestType: number;
  readonly digest: string;
}

/** The DS records to give to the registrar. Throws USAGE when the zone is not signed, NOT_RUNNING when nobody can tell. */
export const delegationSigners = async (site: KeyedSite): Promise<readonly DelegationSigner[]> => {
  const [asked] = components.flatMap(({ name, powers }) =>
    [...site.hosts].flatMap(([host, handle]) => {
      const command = powers?.signer?.(site.topology, host);
      return command ? [{ name, handle, command }] : [];
    }),
  );
  if (!asked) throw unsigned(site.environment);
  const { run, account } = asked.command;
  const { exitCode, stdout, stderr } = await asked.handle.run(run, account === undefined ? {} : { account });
  const signers = stdout.split("\n").flatMap(readSigner);
  if (exitCode === 0 && signers.length > 0) return signers;
  throw new SteadError({
    code: "NOT_RUNNING",
    where: asked.name,
    what: "does not tell its key: it is not up, or has not signed the zone yet.",
    mend: `Run \`stead up ${site.environment}\` first.`,
    lines: stderr.trim() === "" ? [] : stderr.trim().split("\n").slice(-3),
  });
};

/** `... CDS 8079 13 2 4E14...`, as knotc and kdig print it. */
const readSigner = (line: string): readonly DelegationSigner[] => {
  const [, keyTag, algorithm, digestType, digest] = /\bCDS\s+(\d+) (\d+) (\d+) ([0-9A-F ]+)$/iu.exec(line.trim()) ?? [];
  if (digest === undefined) return [];
  return [
    {
      keyTag: Number(keyTag),
      algorithm: Number(algorithm),
      digestType: Number(digestType),
      digest: digest.replaceAll(" ", ""),
    },
  ];
};

const unsigned = (environment: string): SteadError =>
  environment === "local"
    ? new SteadError({
        code: "USAGE",
        where: "stead dns ds",
        what: "is about servers: on local nothing is signed.",
        mend: "Name the environment: stead dns ds production",
      })
    : new SteadError({
        code: "USAGE",
        where: "dnssec",
        what: "is off, so there is no key to tell of.",
        mend: "Write dnssec: true in stead.config.ts and run `stead up`.",
      });

/** What is typed in at a secondary, so that it may fetch the zone. */
export interface SecondaryKey {
  readonly secondary: string;
  /** Where the zone is fetched from: addresses of the site's own name servers. */
  readonly primaries: readonly string[];
  readonly keyName: string;
  readonly algorithm: "hmac-sha256";
  /** Base64, as every name server takes it. Shown on purpose: that is what was asked for. */
  readonly key: string;
}

/** The keys of all secondaries. Throws USAGE when there are none, NOT_RUNNING when they are not made yet. */
export const secondaryKeys = async (site: KeyedSite): Promise<readonly SecondaryKey[]> => {
  const transfers = components.flatMap(({ powers }) => powers?.transfers?.(site.topology) ?? []);
  if (transfers.length === 0) throw noSecondaries();
  const primaries = Object.values(site.topology.hosts).filter(({ roles }) => roles.includes("dns"));
  const [first] = primaries;
  const host = first && site.hosts.get(first.name);
  const secrets = first && host ? await secretsOn(host, site.desired.get(first.name) ?? []) : new Map();
  return transfers.map(({ name, key, secret }) => {
    const value = secrets.get(secret);
    if (!value) throw notMade(name, site.environment);
    return {
      secondary: name,
      primaries: primaries.flatMap(({ addresses: { v4, v6 } }) => [v4, v6].filter((one) => one !== undefined)),
      keyName: key,
      algorithm: "hmac-sha256",
      key: value.reveal(),
    };
  });
};

const noSecondaries = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "secondaries",
    what: "names nobody.",
    mend: 'Write secondaries: [{ name: "ns2.example.net", address: "192.0.2.53" }] in stead.config.ts and run `stead up`.',
  });

const notMade = (name: string, environment: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: name,
    what: "has no key yet: keys are made on the server.",
    mend: `Run \`stead up ${environment === "local" ? "production" : environment}\` first.`,
  });
