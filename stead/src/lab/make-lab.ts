import type { Host } from "../host/host.ts";
import type { Report } from "../kernel/report.ts";
import { awaitSsh } from "./await-ssh.ts";
import { buildImage } from "./image.ts";
import { openInternet } from "./internet/open-internet.ts";
import { makeKeys } from "./keys.ts";
import { buildLayer, layerOf, lowerOf } from "./layer.ts";
import { hostsOf, type Lab, type LabHost, type LabRecord } from "./lab.ts";
import { bootHost, makeHost } from "./make-host.ts";
import type { Mirror } from "./mirror.ts";
import { makeNetwork } from "./network.ts";
import { openPackages, startPackages } from "./package-proxy.ts";
import { writeRecord } from "./record.ts";
import { shell } from "./shell.ts";
import { together } from "./together.ts";

/** How big a host's disk is; it takes room of the machine's only as it is written. */
const DISK = "8G";

export interface Making {
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** Makes a lab from nothing, and returns when all its hosts answer. What was begun is the caller's to clear when it throws. */
export const makeLab = async (
  machine: Host,
  { lab, record, mirror }: { readonly lab: Lab; readonly record: LabRecord; readonly mirror: Mirror },
  making: Making,
): Promise<void> => {
  const hosts = hostsOf(lab, record.servers);
  await writeRecord(machine, lab, record);
  await makeGroup(machine, lab);
  await buildFoundations(machine, hosts, mirror, making);
  await makeNetwork(machine, lab, hosts);
  await Promise.all([makeKeys(machine, lab, hosts), openPackages(machine, lab)]);
  await together(making.signal, [
    () => openInternet(machine, lab, record.sites),
    ...hosts.map((host) => (signal: AbortSignal) => raise(machine, lab, host, mirror, { ...making, signal })),
  ]);
};

/** The package cache, and what the hosts' roots lie on: one image for each release, one layer for each set of packages. */
const buildFoundations = async (
  machine: Host,
  hosts: readonly LabHost[],
  mirror: Mirror,
  { report, signal }: Making,
): Promise<void> => {
  const releases = [...new Set(hosts.map(({ debian }) => debian))];
  await together(signal, [
    () => startPackages(machine),
    ...releases.map(
      (debian) => (either: AbortSignal) => buildImage(machine, debian, mirror, { report, signal: either }),
    ),
  ]);
  const layers = new Map(hosts.map((host) => [layerOf(host, mirror), host]));
  await together(
    signal,
    [...layers.values()].map((host) => (either) => buildLayer(machine, host, mirror, { report, signal: either })),
  );
};

/** Before any process of the lab, so that each is born into it. */
const makeGroup = async (machine: Host, lab: Lab): Promise<void> => {
  const text = `mkdir -p "$GROUPS_AT/$1/keepers"`;
  await shell(machine, { task: "its control group", text, words: [lab.network] });
};

const raise = async (
  machine: Host,
  lab: Lab,
  host: LabHost,
  mirror: Mirror,
  { report, signal }: Making,
): Promise<void> => {
  signal.throwIfAborted();
  const from = performance.now();
  const step = `host-${host.name}`;
  report({ kind: "begin", step, says: `Starting ${host.name} (Debian ${host.debian}, ${host.addresses.join(", ")})` });
  await makeHost(machine, host, lowerOf(host, mirror), DISK);
  await bootHost(machine, lab, host);
  await awaitSsh(machine, lab, host, signal);
  const seconds = (performance.now() - from) / 1000;
  report({
    kind: "end",
    step,
    says: `${host.name} answers (Debian ${host.debian}, ${host.addresses.join(", ")})`,
    seconds,
  });
};
