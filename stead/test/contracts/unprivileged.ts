import { join } from "node:path";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { SteadError } from "../../src/kernel/errors.ts";
import { web } from "./programs.ts";
import { supervisorPid } from "./supervisor-pid.ts";
import { runs, until } from "./waiting.ts";

/** The life of a site under the account that runs this: `unprivileged.ts FOLDER` prints what it saw. */
const [site = ""] = process.argv.slice(2);
const host = await openLocalHost({ folder: site });
const { home, run } = host.where;
const unit = web("app", { socket: join(site, "1.sock") });

const faultOf = async (work: Promise<unknown>): Promise<SteadError["faults"][0] | undefined> => {
  const fault: unknown = await work.catch((thrown: unknown) => thrown);
  return fault instanceof SteadError ? fault.faults[0] : undefined;
};

await host.files.write(join(home, "secrets/key"), "x", { mode: 0o600 });
await host.units.start(unit);
const before = (await host.units.status())[0];
const supervisor = supervisorPid({ host });
process.kill(supervisor, "SIGKILL");
await until(() => !runs(supervisor));
await host.units.start(unit);
const after = (await host.units.status())[0];
const looks = await host.files.look([run, join(home, "secrets/key")]);
await host.units.stopAll();
const wanted = ["nginx", "knot"].map((name) => ({ name, provides: `/usr/sbin/no-such-${name}` }));
const refusal = await faultOf(host.packages.install(wanted));

console.log(
  JSON.stringify({
    home,
    socketsAreTheUsers: looks.get(run)?.mode === 0o700,
    secretIsPrivate: looks.get(join(home, "secrets/key"))?.mode === 0o600,
    started: before?.state,
    sameProcessAfterAdoption: before?.pid !== undefined && before.pid === after?.pid,
    left: await host.units.status(),
    install: refusal?.code,
    line: refusal?.mend,
    asRoot: (await faultOf(host.run(["true"], { account: "root" })))?.code,
  }),
);
await host.files.remove(run);
