/**
 * Where the lab's own internet answers. The name servers of the root and of the registries have the addresses of the
 * world's a.root-servers.net and a.gtld-servers.net, so that a program that brings its own root hints finds the lab's. The
 * provider serves the domains that their owners do not serve themselves.
 */
export const internet = {
  root: { v4: "198.41.0.4", v6: "2001:503:ba3e::2:30" },
  registry: { v4: "192.5.6.30", v6: "2001:503:a83e::2:30" },
  provider: { v4: "169.254.77.53", v6: "fd53:7465:6164::53" },
} as const;

/** The lab's own names: `acme.lab`. */
export const LAB_ZONE = "lab";

/** The name server of the provider. */
export const PROVIDER = `provider.${LAB_ZONE}`;

/** The certificate authority's directory (RFC 8555, 7.1.1); the same in every lab. */
export const ACME_DIRECTORY = `https://acme.${LAB_ZONE}:14000/dir`;

/** Where the authority tells its roots, and what became of a certificate (Pebble's management interface). */
export const ACME_MANAGEMENT = `https://acme.${LAB_ZONE}:15000`;
