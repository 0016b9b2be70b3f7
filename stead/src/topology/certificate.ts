import { certificatesFolder } from "./watched.ts";
import type { HostPlace, Topology } from "./topology.ts";

/** The value after which there is a certificate on a host, be it only a placeholder: what speaks TLS can start. */
export const certificateReady = "ensure:tls/placeholder";

/** The certificate with its chain, and its key. Links, whose one target is renamed: both change at once. */
export const certificateFiles = ({ site }: Pick<Topology, "site">, place: Pick<HostPlace, "paths">) => ({
  certificate: `${certificatesFolder(place)}/${site}.crt`,
  key: `${certificatesFolder(place)}/${site}.key`,
});

/** Run as root on such a host: `SCRIPT prepare` puts what the authority gave before in place, or else a placeholder. */
export const certificateProgram = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.etc}/bin/certificate`;

/** Whatever lies in here is shown below /.well-known/acme-challenge/ of every name of the site (RFC 8555, 8.3). */
export const challengesFolder = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/tls/challenges`;

/** Every name that a visitor may open the site by: what its certificate is for. The first is the public one. */
export const certificateNames = ({ names }: Pick<Topology, "names">): readonly string[] => [
  ...new Set([...names.canonical, ...names.redirected.map(({ from }) => from), ...names.served]),
];

/** Where visitors' connections end: the hosts that have a certificate. */
export const endsTls = ({ roles, ports }: Pick<HostPlace, "roles" | "ports">): boolean =>
  ports.https !== undefined && roles.includes("web");

/** The lab's authority, which whoever opens the site in a lab puts beside the settings: its directory, and what proves that. */
export interface LabAuthority {
  readonly directory: string;
  /** Certificates, as PEM: the client trusts these alone. */
  readonly roots: string;
}
