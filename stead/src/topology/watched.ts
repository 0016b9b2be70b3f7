import { serverFolder } from "./servers.ts";
import type { HostPlace } from "./topology.ts";

/** The script that says how far a server's clock is off: status 0 while that is little. */
export const clockProgram = `${serverFolder}/bin/clock`;

/** The folder of a site's certificates on a server: NAME.crt beside NAME.key. */
export const certificatesFolder = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.etc}/tls`;

/** Touched whenever a backup was proved by restoring it; absent while there are no backups. */
export const provedRestore = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/proved-restore`;
