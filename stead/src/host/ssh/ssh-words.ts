import type { SshServer } from "./ssh-server.ts";

/** Seconds between questions whether the server still answers, and how many may go unanswered: 15 s, then the connection is lost. */
const ALIVE = ["ServerAliveInterval=5", "ServerAliveCountMax=3"];

/** Seconds until a server that does not answer at all is given up. */
const CONNECT = 15;

/**
 * What is said to ssh for the one connection to a server. Options on the command line stand above the configuration's (ssh_config(5)),
 * so that neither forwarding nor a command of its own comes in; names, keys, jump hosts and agents remain the operator's.
 */
export const connectionWords = (server: SshServer, more: readonly string[]): readonly string[] => [
  ...configWords(server),
  "-T",
  ...options([
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "NumberOfPasswordPrompts=0",
    `ConnectTimeout=${CONNECT}`,
    "ConnectionAttempts=1",
    ...ALIVE,
    "ControlPersist=no",
    "RemoteCommand=none",
    "RequestTTY=no",
    "PermitLocalCommand=no",
    "ClearAllForwardings=yes",
    "ForwardAgent=no",
    "ForwardX11=no",
    "LogLevel=INFO",
    ...more,
  ]),
  ...destination(server),
];

/** For one more command over the connection whose control socket this is. If it is gone, none is made anew behind our back. */
export const commandWords = (control: string, more: readonly string[] = []): readonly string[] => [
  "-F",
  "/dev/null",
  ...options([`ControlPath=${control}`, "ControlMaster=no", "BatchMode=yes", "ProxyCommand=false", "LogLevel=ERROR"]),
  ...more,
  "--",
  "server",
];

/** Which configuration counts. */
export const configWords = ({ config }: SshServer): readonly string[] => (config === undefined ? [] : ["-F", config]);

/** Where to. The two dashes keep an address from being read as an option. */
export const destination = ({ address, port, user, hostKeyAlias }: SshServer): readonly string[] => [
  ...(port === undefined ? [] : ["-p", String(port)]),
  ...(user === undefined ? [] : ["-l", user]),
  ...(hostKeyAlias === undefined ? [] : ["-o", `HostKeyAlias=${hostKeyAlias}`]),
  "--",
  address,
];

export const options = (settings: readonly string[]): readonly string[] =>
  settings.flatMap((setting) => ["-o", setting]);

/** The environment of ssh: it asks nothing behind our back, and the system's words in its messages are English. */
export const sshEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: "C", SSH_ASKPASS_REQUIRE: "never" });

/** How a person would type it: for the words that mend a fault. */
export const typedSsh = (server: SshServer): string =>
  ["ssh", ...configWords(server), ...destination(server).filter((word) => word !== "--")].join(" ");
