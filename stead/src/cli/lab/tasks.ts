import type { LabFaultName } from "../../operations/lab/fault.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { faultTask } from "./fault-task.ts";
import { sayDelegation } from "./say-delegation.ts";
import { sayStatus } from "./say-status.ts";
import { wishOf, type Task } from "./task.ts";

const up: Task = async (call, [environment]) => {
  const { labUp } = await import("../../operations/lab/up.ts");
  const { report, interruption, screen } = call;
  const wish = { ...wishOf(call, environment), withPackages: call.choices.flag("withPackages") };
  const result = await labUp(wish, { report, signal: interruption.signal });
  sayOutcome(screen, result, (paint) =>
    [
      `${paint("green", "✔")} The lab ${result.lab} ${result.made ? "is up" : "was up already"}: ${result.hosts.map(({ name }) => name).join(", ")}.`,
      `  \`stead lab ssh ${result.hosts[0]?.name ?? "HOST"}\` opens a shell; any ssh does with -F ${result.sshConfig}`,
    ].join("\n"),
  );
};

const down: Task = async (call, [environment]) => {
  const { labDown } = await import("../../operations/lab/down.ts");
  const result = await labDown(wishOf(call, environment), { report: call.report });
  sayOutcome(call.screen, result, (paint) =>
    result.lab === undefined
      ? `${paint("green", "✔")} There was no lab.`
      : result.stays
        ? `${paint("green", "✔")} This site has left the lab ${result.lab}, in which ${result.stays.join(", ")} lives on.`
        : `${paint("green", "✔")} The lab ${result.lab} is gone. Its images are kept for the next one.`,
  );
};

const status: Task = async (call, [environment]) => {
  const { labStatus } = await import("../../operations/lab/status.ts");
  const result = await labStatus(wishOf(call, environment));
  call.screen.answer(result, (paint) => sayStatus(result, paint));
};

const ssh: Task = async (call, [host = "", ...command]) => {
  const { labSsh } = await import("../../operations/lab/ssh.ts");
  // The shell has the terminal from here on: Ctrl-C is its business.
  call.interruption.close();
  return labSsh(wishOf(call), host, command);
};

const run: Task = async (call, command) => {
  const { labRun } = await import("../../operations/lab/run.ts");
  // The command has the terminal from here on: Ctrl-C is its business.
  call.interruption.close();
  return labRun(wishOf(call), command, { trust: call.choices.flag("trust") });
};

const trust: Task = async (call, hosts) => {
  const { labTrust } = await import("../../operations/lab/trust.ts");
  const result = await labTrust(wishOf(call), hosts, { signal: call.interruption.signal });
  sayOutcome(
    call.screen,
    result,
    (paint) => `${paint("green", "✔")} The lab's certificate authority is trusted on ${result.hosts.join(", ")}.`,
  );
};

const join: Task = async (call, [name = ""]) => {
  const { labJoin } = await import("../../operations/lab/join.ts");
  const result = await labJoin(wishOf(call), name);
  sayOutcome(call.screen, result, (paint) => `${paint("green", "✔")} This site lives in the lab ${result.lab}.`);
};

const registrar: Task = async (call, [task = "show", ...words]) => {
  const { labRegistrar } = await import("../../operations/lab/registrar.ts");
  const result = await labRegistrar(wishOf(call), task, words);
  sayOutcome(call.screen, result, () => sayDelegation(result));
};

const authority: Task = async (call, [seconds]) => {
  const { labAuthority } = await import("../../operations/lab/authority.ts");
  const result = await labAuthority(wishOf(call), seconds);
  sayOutcome(
    call.screen,
    result,
    (paint) =>
      `${paint("green", "✔")} The lab's authority has started anew, with another root: whoever trusted it, has to again.`,
  );
};

/** What `stead lab` does, by the first word after it. */
export const tasks = {
  up,
  down,
  status,
  ssh,
  run,
  trust,
  join,
  registrar,
  authority,
  crash: faultTask("crash"),
  cut: faultTask("cut"),
  heal: faultTask("heal"),
  freeze: faultTask("freeze"),
  thaw: faultTask("thaw"),
  reboot: faultTask("reboot"),
  "fill-disk": faultTask("fill-disk"),
  kill: faultTask("kill"),
} satisfies Record<LabFaultName, Task> & Readonly<Record<string, Task>>;
