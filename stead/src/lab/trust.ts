import type { Host } from "../host/host.ts";
import { authorityFiles } from "./internet/authority.ts";
import type { Lab, LabHost } from "./lab.ts";
import { shell } from "./shell.ts";

/** $1 an ssh configuration, $2 the host, then files; each becomes one of Debian's list of authorities. */
const TRUST = `
config=$1 host=$2; shift 2
for file in "$@"; do
  ssh -F "$config" "$host" "cat >/usr/local/share/ca-certificates/stead-lab-$(basename "$file" .pem).crt" <"$file"
done
ssh -F "$config" "$host" update-ca-certificates </dev/null
`;

/** Has a host take the lab's certificate authority for a real one, as the world takes Let's Encrypt's. */
export const trustAuthority = async (machine: Host, lab: Lab, host: LabHost, signal: AbortSignal): Promise<void> => {
  const { issuer, door } = authorityFiles(lab);
  const words = [lab.sshConfig, host.name, issuer, door];
  await shell(machine, { task: `trust on ${host.name}`, text: TRUST, words }, { timeout: 60, signal });
};
