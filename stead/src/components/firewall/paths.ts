import { serverFolder } from "../../topology/servers.ts";

/** The folder of all parts of the table. */
export const partsFolder = `${serverFolder}/firewall`;

/** The program that loads them. */
export const programPath = `${serverFolder}/bin/firewall`;

/** The service that loads them at a boot. */
export const serviceName = "stead-host-firewall";
export const servicePath = `/etc/systemd/system/${serviceName}.service`;

/** One site's part. Sorts behind base.nft, which it builds upon. */
export const sitePart = (site: string): string => `${partsFolder}/site-${site}.nft`;
export const basePart = `${partsFolder}/base.nft`;
