import { SteadError } from "../../kernel/errors.ts";
import type { SshServer } from "./ssh-server.ts";

/** sudo lets whoever logged in do nothing. `words`: what it said; absent: it is not there. */
export const sudoRefused = (server: SshServer, words?: string): SteadError =>
  new SteadError({
    code: "SUDO_REFUSED",
    where: server.name,
    what: words === undefined ? "Whoever logs in there is not root, and sudo is not installed." : "sudo refuses there.",
    mend: `Log in as root (user: "root"), or let the account use sudo: as root there, ${words === undefined ? "apt-get install sudo, then " : ""}usermod -aG sudo NAME`,
    ...(words === undefined || words === "" ? {} : { lines: words.split(/\r?\n/u) }),
  });

/** A password is needed, and nobody is there to give it. */
export const sudoNeedsPassword = (server: SshServer): SteadError =>
  new SteadError({
    code: "SUDO_PASSWORD_NEEDED",
    where: server.name,
    what: "sudo asks for a password there, and this command has no terminal to ask you on.",
    mend: "Run it on a terminal; or, where nobody is to be asked, as root there: echo 'NAME ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/NAME",
  });

export const sudoPasswordWrong = (server: SshServer): SteadError =>
  new SteadError({
    code: "SUDO_PASSWORD_WRONG",
    where: server.name,
    what: "sudo does not take that password. Nothing was done.",
    mend: "Run the command again with the password of the account that logs in there.",
  });
