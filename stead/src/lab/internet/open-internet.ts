import type { Host } from "../../host/host.ts";
import type { Lab, LabSite } from "../lab.ts";
import { startAuthority } from "./authority.ts";
import type { Delegation } from "./delegation.ts";
import { internetFolder } from "./keeper.ts";
import { reloadZones, serveZones } from "./name-servers.ts";
import { serveAtProvider } from "./provider.ts";
import { forgetAnswers, startResolver } from "./resolver.ts";

/**
 * Starts what a site finds outside of its own servers: the root, the registries, a resolver, a certificate authority. What
 * runs already goes on.
 */
export const openInternet = async (machine: Host, lab: Lab, sites: readonly LabSite[]): Promise<void> => {
  await machine.files.makeFolder(internetFolder(lab), { mode: 0o755 });
  await machine.files.makeFolder(`${internetFolder(lab)}/zones`, { mode: 0o755 });
  await Promise.all([
    serveZones(machine, lab, delegationsOf(sites)).then((ds) => startResolver(machine, lab, ds)),
    serveAtProvider(machine, lab, sites),
    startAuthority(machine, lab),
  ]);
};

/** Changes what stands about the sites' domains in the zones above them. Everybody in the lab sees it at once. */
export const delegate = async (machine: Host, lab: Lab, sites: readonly LabSite[]): Promise<void> => {
  await serveAtProvider(machine, lab, sites);
  await serveZones(machine, lab, delegationsOf(sites));
  await reloadZones(machine, lab);
  await forgetAnswers(machine, lab);
};

const delegationsOf = (sites: readonly LabSite[]): readonly Delegation[] => sites.map(({ delegation }) => delegation);
