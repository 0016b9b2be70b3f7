import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { constants } from "node:os";
import { SteadError } from "../../kernel/errors.ts";
import type { AttachOptions, Host } from "../host.ts";
import type { Link } from "./link.ts";
import { become, preparation } from "./program-script.ts";
import { quote } from "./quote.ts";
import { commandWords, sshEnvironment } from "./ssh-words.ts";

/**
 * Runs a program on the operator's terminal over the open connection. What it is and what it gets lies in a file of root's that is gone
 * before the program begins, so that no argv shows it.
 */
export const attachOver =
  (link: Link): Host["attach"] =>
  async (argv, options = {}) => {
    const { control, rights } = await link.connection();
    const file = `/run/stead/attach-${randomBytes(8).toString("hex")}`;
    const { status, stderr } = await link.task(
      noteScript(file),
      Buffer.from(attachScript(file, link.server.site, argv, options)),
    );
    if (status !== 0) throw notPrepared(link.server.name, stderr);
    const asRoot = { root: "", sudo: "sudo -n -- ", password: "sudo -- " }[rights];
    const words = commandWords(control, ["-o", "RequestTTY=yes", "-o", "EscapeChar=none"]);
    const code = await onTerminal([...words, `exec ${asRoot}/bin/sh ${file}`]);
    return CANNOT_START.has(code) ? refuseStart(code, argv, options, link) : code;
  };

/** Statuses that no program ends with by itself in practice (attachScript). */
const CANNOT_START: ReadonlyMap<number, string> = new Map([
  [71, "its folder is not there"],
  [72, "its account does not exist there"],
  [73, "it is not there"],
]);

const noteScript = (file: string): string => `mkdir -p -m 755 /run/stead && umask 077 && cat >${quote(file)}`;

const attachScript = (file: string, site: string, argv: readonly string[], options: AttachOptions): string => `
rm -f ${quote(file)}
unset LC_ALL LANGUAGE
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root USER=root LOGNAME=root
export PATH LANG HOME USER LOGNAME
umask 022
cd /
there() {
  command -v -- "$1" >/dev/null
}
${preparation(argv, options)}
${become(site, argv, { ...options, terminal: true })}
`;

/** The terminal is ssh's: it passes Ctrl-C on to the program, which decides what it means. */
const onTerminal = (words: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn("ssh", words, { env: sshEnvironment(), stdio: "inherit" });
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });

const refuseStart = (code: number, argv: readonly string[], options: AttachOptions, { server }: Link): never => {
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: `${argv[0] ?? ""} on ${server.name}`,
    what: `The program cannot be started${options.folder === undefined ? "" : ` in ${options.folder}`}: ${CANNOT_START.get(code) ?? ""}.`,
    mend: "Run `stead up`, which brings what is missing, or correct its name.",
  });
};

const notPrepared = (server: string, words: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: server,
    what: "A program on your terminal could not be prepared.",
    mend: "See what the server said.",
    lines: words.trim().split("\n"),
  });
