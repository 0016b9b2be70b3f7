import type { Host } from "../host.ts";
import { askPassword } from "./ask-password.ts";
import { attachOver } from "./attach.ts";
import type { Operator } from "./connection.ts";
import { filesOver } from "./files.ts";
import { openLifeline } from "./open-lifeline.ts";
import { openLink } from "./link.ts";
import { lockOver } from "./lock.ts";
import { packagesOver } from "./packages.ts";
import { reaches } from "./reaches.ts";
import { runOver } from "./run.ts";
import type { SshServer } from "./ssh-server.ts";
import { openSystemdUnits } from "./systemd/systemd-units.ts";
import { usersOver } from "./users.ts";

/**
 * A server, over one connection of the operator's own ssh; nothing is connected before something is asked of it. Everything runs as
 * root there. `close` ends the connection; a process that ends without it ends the connection too. `operator` answers for whoever
 * types the command; absent: the terminal does.
 */
export const openSshHost = (
  server: SshServer,
  operator: Operator = { askPassword },
): Host & { readonly close: () => Promise<void> } => {
  const link = openLink(server, askedOnce(operator));
  const run = runOver(link);
  const files = filesOver(link);
  return {
    name: server.name,
    where: {
      home: `/srv/stead/${server.site}`,
      run: `/run/stead/${server.site}`,
      ...(server.account === undefined ? {} : { account: server.account }),
    },
    files,
    units: openSystemdUnits({ site: server.site, run, files }),
    packages: packagesOver(link, run),
    users: usersOver(link),
    run,
    attach: attachOver(link),
    lock: lockOver(link),
    lifeline: openLifeline({ run, connects: (seconds) => reaches(server, seconds) }),
    close: link.close,
  };
};

/** Also when the connection has to be made again. */
const askedOnce = ({ askPassword: ask }: Operator): Operator => {
  let answer: ReturnType<Operator["askPassword"]> | undefined;
  return { askPassword: (question) => (answer ??= ask(question)) };
};
