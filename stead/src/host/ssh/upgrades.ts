import { SteadError } from "../../kernel/errors.ts";
import type { Host, Packages, Upgradable } from "../host.ts";
import { FOLDER, INSTALL_SCRIPT } from "./install-script.ts";
import type { Link } from "./link.ts";
import { lastWords, packageFault } from "./package-faults.ts";
import { LOOK_AT_UPGRADES, SIMULATED, UPGRADE_WORK } from "./upgrade-script.ts";

/** Lines of apt and dpkg that tell where they are. */
type Say = (line: string) => void;

/** The upgrades of a server with apt. `sayStep` passes on the lines worth reading. */
export const upgradesOver = (
  link: Link,
  run: Host["run"],
  sayStep: (line: string, say: Say) => void,
): Required<Pick<Packages, "upgradable" | "upgrade">> => ({
  upgradable: async (say = () => undefined) => {
    const words = ["/bin/sh", "-c", LOOK_AT_UPGRADES, FOLDER];
    const { exitCode, stdout, stderr } = await run(words, { onLine: (line) => sayStep(line, say) });
    if (exitCode !== 0) throw packageFault(link.server.name, ["the lists of packages"], exitCode, `${stdout}${stderr}`);
    return parseUpgradable(stdout.slice(stdout.indexOf(SIMULATED)));
  },
  upgrade: async (still, say = () => undefined) => {
    const words = ["/bin/sh", "-c", INSTALL_SCRIPT, "stead-install", UPGRADE_WORK, ...still];
    const { exitCode, stdout } = await run(words, { onLine: (line) => sayStep(line, say) });
    if (exitCode !== 0) throw upgradeFault(link.server.name, exitCode, stdout);
  },
});

/** Reads apt-get -s upgrade (apt 2.6 and 3.0): `Inst NAME [OLD] (NEW ORIGIN [ARCHITECTURE])`; what is new has no OLD. */
export const parseUpgradable = (text: string): Upgradable => {
  const [, kept = ""] = /^The following packages have been kept back:\n((?: +.*\n?)+)/mu.exec(text) ?? [];
  return {
    packages: [...text.matchAll(/^Inst (\S+)(?: \[([^\]]+)\])? \((\S+)/gmu)].map(([, name = "", from, to = ""]) => ({
      name,
      ...(from !== undefined && { from }),
      to,
    })),
    keptBack: kept.split(/\s+/u).filter((name) => name !== ""),
  };
};

/** A package that refuses is told by its name; all else is what an installation may meet as well. */
export const upgradeFault = (server: string, exitCode: number, output: string): SteadError => {
  const [, refusing] = /^dpkg: error processing (?:archive|package) (\S+)/mu.exec(output) ?? [];
  if (refusing === undefined || /No space left on device/u.test(output))
    return packageFault(server, ["the upgrade"], exitCode, output);
  const name = refusing.replace(/^.*\//u, "").replace(/_.*$/u, "");
  return new SteadError({
    code: "PATCH_FAILED",
    where: `${name} on ${server}`,
    what: `The package ${name} could not be upgraded: its own script, or its files, failed.`,
    mend: "Mend what its words below say, or hold it back (apt-mark hold) as root there; then type the command again.",
    lines: lastWords(output),
  });
};
