import { parseStat, type Process } from "../host/proc/parse-stat.ts";
import { parseInetTable, parseUdpTable } from "../host/proc/socket-tables.ts";
import type { Facts } from "../topology/facts.ts";
import { SEPARATOR, type Section, type VersionedProgram } from "./facts-command.ts";
import { claimedPorts } from "./claimed-ports.ts";
import { takenPorts } from "./taken-ports.ts";

type Parsed = Omit<Facts, "home" | "run" | "own" | "ports">;

/**
 * Reads the answer of `factsCommand`. `ownPids`: the first process of each of the site's units. `run`: the folder of its sockets.
 */
export const parseFacts = (
  answer: string,
  programs: readonly VersionedProgram[],
  ownPids: readonly number[] = [],
  run = "",
): Parsed => {
  const texts = splitSections(answer);
  const section = (name: Section): string => texts.get(name) ?? "";
  const [machine = "", cores = "1"] = section("machine").split("\n");
  const [name = "", uid = "0"] = section("operator").split("\n");
  return {
    system: parseSystem(section("system")),
    architecture: machine === "aarch64" ? "arm64" : "x64",
    cores: Number(cores),
    memoryBytes: parseMemory(section("memory")),
    ipv6: hasLoopbackV6(section("addresses")),
    operator: { name, uid: Number(uid) },
    versions: parseVersions(texts, programs),
    taken: [
      ...takenPorts({
        listeners: [
          ...parseInetTable(section("tcp")),
          ...parseInetTable(section("tcp6")),
          ...parseUdpTable(section("udp")),
          ...parseUdpTable(section("udp6")),
        ],
        processes: parseProcesses(section("processes")),
        sockets: section("sockets"),
        accounts: section("accounts"),
        ownSessions: new Set(ownPids),
      }),
      ...claimedPorts(section("claims"), run),
    ],
  };
};

const splitSections = (answer: string): ReadonlyMap<string, string> =>
  new Map(
    answer.split(SEPARATOR).map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end + 1).trimEnd()];
    }),
  );

/** os-release(5): `ID=debian`, `VERSION_ID="12"`. */
const parseSystem = (text: string): string => {
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  return `${field("ID")} ${field("VERSION_ID")}`.trim();
};

/** The machine's memory in kB (proc_meminfo(5)), or less where a control group allows less. */
const parseMemory = (text: string): number => {
  const machine = Number(/MemTotal:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * 1024;
  const allowed = Number(/^(\d+)$/m.exec(text)?.[1] ?? Infinity);
  return Math.min(machine, allowed);
};

/** proc_pid_net(5), if_inet6: the address stands first, in 32 hexadecimal digits. */
const hasLoopbackV6 = (text: string): boolean => /^0{31}1 /m.test(text);

const parseVersions = (
  texts: ReadonlyMap<string, string>,
  programs: readonly VersionedProgram[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    programs.flatMap(({ name, version }) => {
      const found = version.pattern.exec(texts.get(`version ${name}`) ?? "")?.[1];
      return found === undefined ? [] : [[name, found]];
    }),
  );

const parseProcesses = (text: string): readonly Process[] =>
  text
    .split("\n")
    .map(parseStat)
    .filter((found) => found !== undefined);
