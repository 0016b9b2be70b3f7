import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { sayBytes } from "../../kernel/text.ts";
import type { LabFaultName } from "../../operations/lab/fault.ts";
import type { LabStatus } from "../../operations/lab/status.ts";
import type { LabWish } from "../../operations/lab/wanted-lab.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint, Style } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Call, Verb } from "../verb.ts";

export const lab: Verb = {
  group: "Working inside",
  says: "Makes an environment's servers as real Debian hosts on this machine, breaks them, and takes them away. Needs root.",
  kind: "acts",
  words: [
    { word: "<task>", about: "up [ENVIRONMENT], status, ssh HOST [-- COMMAND], down" },
    {
      word: "[words...]",
      about:
        "or what befalls a host: crash, cut, freeze, fill-disk, reboot HOST, kill HOST UNIT; heal and thaw HOST undo",
    },
  ],
  options: [
    ...siteOptions.filter(({ flags }) => !flags.includes("--environment")),
    { flags: "-e, --environment <name>", about: "which environment of the site, where several have servers" },
    jsonOption,
  ],
  example: "sudo stead lab up production && sudo stead lab ssh web1 -- uptime",
  perform: async (call) => {
    const [task = "", ...words] = call.words;
    const perform = Object.hasOwn(tasks, task) ? tasks[task as keyof typeof tasks] : undefined;
    if (!perform) throw unknownTask(task);
    return perform(call, words);
  },
};

type Task = (call: Call, words: readonly string[]) => Promise<number | void>;

const wishOf = ({ folder, choices }: Call, named?: string): LabWish => {
  const [config, environment] = [choices.text("config"), named ?? choices.text("environment")];
  return {
    folder,
    ...(config === undefined ? {} : { config }),
    ...(environment === undefined ? {} : { environment }),
  };
};

const up: Task = async (call, [environment]) => {
  const { labUp } = await import("../../operations/lab/up.ts");
  const { report, interruption, screen } = call;
  const result = await labUp(wishOf(call, environment), { report, signal: interruption.signal });
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
      : `${paint("green", "✔")} The lab ${result.lab} is gone. Its images are kept for the next one.`,
  );
};

const status: Task = async (call, [environment]) => {
  const { labStatus } = await import("../../operations/lab/status.ts");
  const result = await labStatus(wishOf(call, environment));
  call.screen.answer(result, (paint) => sayStatus(result, paint));
};

const colours: Record<LabStatus["hosts"][number]["state"], Style> = {
  running: "green",
  silent: "yellow",
  frozen: "blue",
  off: "red",
};

const sayStatus = (result: LabStatus, paint: Paint): string =>
  [
    `${paint("bold", result.lab)} of the environment ${result.environment}, since ${sayTime(new Date(result.since))}`,
    sayTable(
      result.hosts.map(({ name, state, cut, full, memoryBytes, addresses, debian }) => [
        `${paint(colours[state], "●")} ${name}`,
        state,
        addresses.join(", "),
        `Debian ${debian}`,
        state === "off" ? "" : sayBytes(memoryBytes),
        [...(cut ? ["cut off"] : []), ...(full ? ["disk full"] : [])].join(", "),
      ]),
      { indent: 2 },
    ),
  ].join("\n");

const ssh: Task = async (call, [host = "", ...command]) => {
  const { labSsh } = await import("../../operations/lab/ssh.ts");
  // The shell has the terminal from here on: Ctrl-C is its business.
  call.interruption.close();
  return labSsh(wishOf(call), host, command);
};

/** How the end of each is told. */
const befell: Record<LabFaultName, string> = {
  crash: "has lost its power. `stead lab reboot HOST` switches it on.",
  cut: "is cut off from the network. `stead lab heal HOST` connects it.",
  heal: "is connected, and its disk has room.",
  freeze: "hangs. `stead lab thaw HOST` lets it go on.",
  thaw: "goes on where it was frozen.",
  reboot: "was restarted, and answers.",
  "fill-disk": "has no room left on its disk. `stead lab heal HOST` makes room.",
  kill: "has lost the processes of UNIT.",
};

const faultTask =
  (fault: LabFaultName): Task =>
  async (call, [host = "", unit]) => {
    const { labFault } = await import("../../operations/lab/fault.ts");
    const wish = { fault, host, ...(unit === undefined ? {} : { unit }) };
    const result = await labFault(wishOf(call), wish, { signal: call.interruption.signal });
    const says = befell[fault].replaceAll("HOST", host).replaceAll("UNIT", unit ?? "");
    sayOutcome(call.screen, result, (paint) => `${paint("green", "✔")} ${host} ${says}`);
  };

const tasks = {
  up,
  down,
  status,
  ssh,
  crash: faultTask("crash"),
  cut: faultTask("cut"),
  heal: faultTask("heal"),
  freeze: faultTask("freeze"),
  thaw: faultTask("thaw"),
  reboot: faultTask("reboot"),
  "fill-disk": faultTask("fill-disk"),
  kill: faultTask("kill"),
} satisfies Record<LabFaultName, Task> & Readonly<Record<string, Task>>;

const unknownTask = (task: string): SteadError => {
  const near = nearest(task, Object.keys(tasks));
  return new SteadError({
    code: "USAGE",
    where: "stead lab",
    what: `"${task}" is nothing it does.`,
    mend: near === undefined ? `It does ${Object.keys(tasks).join(", ")}.` : `Did you mean "stead lab ${near}"?`,
  });
};
