import type { Host, Packages } from "../host.ts";
import { INSTALL_SCRIPT, INSTALL_WORK } from "./install-script.ts";
import type { Link } from "./link.ts";
import { packageFault } from "./package-faults.ts";
import { quote } from "./quote.ts";
import { upgradesOver } from "./upgrades.ts";

/** Debian's packages on a server. */
export const packagesOver = (link: Link, run: Host["run"]): Packages => ({
  missing: async (packages) => {
    if (packages.length === 0) return [];
    const { stdout } = await link.task(packages.map(({ provides }) => `[ -e ${quote(provides)} ]; echo $?`).join("\n"));
    const answers = stdout.toString().split("\n");
    return packages.filter((_, index) => answers[index] !== "0").map(({ name }) => name);
  },
  install: async (packages, say = () => undefined) => {
    const names = packages.map(({ name }) => name).toSorted();
    if (names.length === 0) return;
    const words = ["/bin/sh", "-c", INSTALL_SCRIPT, "stead-install", INSTALL_WORK, ...names];
    const { exitCode, stdout } = await run(words, { onLine: (line) => sayStep(line, say) });
    if (exitCode !== 0) throw packageFault(link.server.name, names, exitCode, stdout);
  },
  ...upgradesOver(link, run, sayStep),
});

/** Of apt's many lines those that tell where it is. */
const sayStep = (line: string, say: (line: string) => void): void => {
  if (/^(?:Reading the lists of packages|Installing |Setting up |Finishing |Waiting for )/u.test(line))
    say(line.trimEnd());
};
