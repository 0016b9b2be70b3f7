import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import type { CurrentRelease } from "./release.ts";

/** The generation that serves on a host; undefined: none does, such as after a reboot. */
export const currentRelease = (_host: Host, _place: HostPlace): Promise<CurrentRelease | undefined> => {
  throw new Error("not there yet");
};
