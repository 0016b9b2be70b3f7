import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import type { ReleaseInfo } from "./release.ts";

/** The kept releases of a host, newest first. */
export const listReleases = (_host: Host, _place: HostPlace): Promise<readonly ReleaseInfo[]> => {
  throw new Error("not there yet");
};
