import type { Delegation } from "../../operations/lab/registrar.ts";

/** What stands about a domain above it, as a zone file has it. */
export const sayDelegation = ({ domain, nameServers, ds }: Delegation): string =>
  [
    ...nameServers.map(({ name }) => `${domain}. NS ${name}.`),
    ...nameServers.flatMap(({ name, addresses }) =>
      addresses.map((address) => `${name}. ${address.includes(":") ? "AAAA" : "A"} ${address}`),
    ),
    ...ds.map((data) => `${domain}. DS ${data}`),
  ].join("\n");
