import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe } from "vitest";
import { canAlter, has, lacks, onMachineThat } from "../../setup/altered-machine.ts";
import { refused } from "../../setup/refused.ts";
import { withRunningSite } from "../../setup/running-site.ts";

/** What a machine may lack, for a site that serves on it. */
const site = withRunningSite({ spec: { domain: "foobar.com", app: { static: "." } } });

const web = createServer();
const names = createSocket("udp4");
const portOf = (one: { address(): unknown }): number => (one.address() as AddressInfo).port;

beforeAll(async () => {
  web.listen(0, "127.0.0.1");
  names.bind(0, "127.0.0.1");
  await Promise.all([once(web, "listening"), once(names, "listening")]);
});
afterAll(() => {
  web.close();
  names.close();
});

refused(site, [
  {
    name: "a port on which another program listens: which, and its process",
    arrange: (on) => on.changePorts({ http: portOf(web) }),
    code: "PORT_TAKEN",
    exit: 3,
    where: "ports.http",
    what: () => new RegExp(`^is ${portOf(web)}, on which .+ \\(pid ${process.pid}\\) already listens\\.$`, "u"),
    mend: "Stop that process, choose another port, or take ports.http out: Stead then takes a free one.",
  },
  {
    name: "a port that another program has for datagrams",
    arrange: (on) => on.changePorts({ dns: portOf(names) }),
    code: "PORT_TAKEN",
    exit: 3,
    where: "ports.dns",
    what: () => new RegExp(`^is ${portOf(names)}, on which .+ \\(pid ${process.pid}\\) already listens\\.$`, "u"),
    mend: "Stop that process, choose another port, or take ports.dns out: Stead then takes a free one.",
  },
]);

if (!canAlter)
  console.warn("SKIPPED: engines that are missing or too old. Only root may hide a program from a command.");

describe.skipIf(!canAlter)("engines", () => {
  const missing = { code: "ENGINE_MISSING", exit: 3 } as const;
  const old = { code: "ENGINE_TOO_OLD", exit: 3, arrange: () => undefined } as const;

  refused(site, [
    {
      ...missing,
      name: "an engine that is gone, on a machine whose apt cannot bring it",
      arrange: () => undefined,
      run: onMachineThat(
        `${lacks("/usr/sbin/knotd")}\n${has("/usr/bin/apt-get", 'echo "E: Unable to locate package knot"', "exit 100")}`,
      ),
      where: "knot",
      what: "apt-get ended with status 100.",
      mend: "Type this and mend what it says: apt-get install -y --no-install-recommends knot",
      lines: "E: Unable to locate package knot",
    },
    {
      ...missing,
      name: "an engine that a new setting needs",
      arrange: (on) => on.change({ database: { engine: "mariadb" } }),
      run: onMachineThat(
        `${lacks("/usr/sbin/mariadbd")}\n${has("/usr/bin/apt-get", 'echo "E: Could not resolve the mirror"', "exit 100")}`,
      ),
      where: "mariadb-server-core",
      what: "apt-get ended with status 100.",
      mend: "Type this and mend what it says: apt-get install -y --no-install-recommends mariadb-server-core",
      lines: "E: Could not resolve the mirror",
    },
    {
      ...old,
      name: "an engine that is older than what was ever tried",
      run: onMachineThat(has("/usr/sbin/nginx", 'echo "nginx version: nginx/1.14.2" >&2')),
      where: "nginx on local",
      what: "Version 1.14.2 is installed, and at least 1.22.1 is needed. It serves files and passes requests to the application.",
      mend: "sudo apt-get update && sudo apt-get install nginx",
    },
  ]);
});
