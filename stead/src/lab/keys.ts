import type { Host } from "../host/host.ts";
import type { Lab, LabHost } from "./lab.ts";
import { shell } from "./shell.ts";

/** $1 the folder of the lab's ssh, $2… the homes of its hosts. Made outside the hosts, so that their keys can be pinned. */
const MAKE = `
mkdir -p -m 700 "$1"
ssh-keygen -q -t ed25519 -N "" -C "stead lab" -f "$1/key"
shift
for home in "$@"; do
  mkdir -p "$home"
  ssh-keygen -q -t ed25519 -N "" -C "$(basename "$home")" -f "$home/ssh_host_ed25519_key"
  cat "$home/ssh_host_ed25519_key.pub"
done
`;

/** Makes the operator's key and each host's; pins those in a known_hosts, and writes the ssh configuration of the lab. */
export const makeKeys = async (host: Host, lab: Lab, hosts: readonly LabHost[]): Promise<void> => {
  const words = [`${lab.home}/ssh`, ...hosts.map(({ home }) => home)];
  const output = await shell(host, { task: "its keys", text: MAKE, words }, { timeout: 60 });
  const keys = output.trim().split("\n");
  const known = hosts.map(({ name, addresses }, index) => {
    const [type = "", key = ""] = (keys[index] ?? "").split(" ");
    return `${[name, ...addresses].join(",")} ${type} ${key}\n`;
  });
  await host.files.write(`${lab.home}/ssh/known_hosts`, known.join(""), { mode: 0o600 });
  await host.files.write(lab.sshConfig, sshConfig(lab, hosts), { mode: 0o600 });
};

/** Any ssh reaches the hosts with it, by name or address, without entering the lab's network itself. */
const sshConfig = (lab: Lab, hosts: readonly LabHost[]): string =>
  [
    `# The hosts of the lab ${lab.name}. Written by Stead; goes with the lab.`,
    ...hosts.flatMap(({ name, addresses }) => [
      `Host ${name}`,
      `  HostName ${addresses[0] ?? name}`,
      `  HostKeyAlias ${name}`,
    ]),
    "Host *",
    "  User root",
    `  IdentityFile ${lab.home}/ssh/key`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${lab.home}/ssh/known_hosts`,
    "  GlobalKnownHostsFile /dev/null",
    "  StrictHostKeyChecking yes",
    "  ConnectTimeout 5",
    "  ServerAliveInterval 5",
    `  ProxyCommand nsenter --net=/run/netns/${lab.network} nc.openbsd %h %p`,
    "",
  ].join("\n");
