import { join, plural, sayDuration } from "../../kernel/text.ts";
import type { PatchResult } from "../../operations/patch.ts";
import type { HostPatch, PatchPlan } from "../../operations/patch/patch-plan.ts";
import type { Paint } from "./screen.ts";
import { sayTable } from "./table.ts";

/** What patching would do: the packages of each server, and what its visitors will notice. */
export const sayPatchPlan = ({ hosts }: PatchPlan, paint: Paint, columns: number): string =>
  hosts.length === 0
    ? `${paint("green", "✔")} Nothing to upgrade: every package is the newest, and nothing runs an older one.`
    : hosts.map((host) => linesOf(host, paint, columns).join("\n")).join("\n\n");

const linesOf = (host: HostPatch, paint: Paint, columns: number): readonly string[] => [
  `${paint("bold", host.host)}: ${host.packages.length === 0 ? "no package to upgrade" : plural(host.packages.length, "package")}`,
  ...(host.packages.length === 0
    ? []
    : [
        sayTable(
          host.packages.map(({ name, from, to }) => [name, from === undefined ? `${to} (new)` : `${from} → ${to}`]),
          { indent: 2, width: columns },
        ),
      ]),
  ...(host.keptBack.length === 0
    ? []
    : [`Stay as they are, held or in each other's way: ${host.keptBack.join(", ")}.`]),
  ...interruptionsOf(host).map((says) => paint("yellow", says)),
];

/** In words, and for how long. */
export const interruptionsOf = ({ restart, restarts, replaces, neighbours }: HostPatch): readonly string[] => {
  const others = neighbours.length === 0 ? [] : [`The server's other sites notice that as well: ${join(neighbours)}.`];
  if (restart)
    return [
      `Restarts the server, once every engine has taken its configuration in a trial: ${restart.why}`,
      `Interrupts everything on it ${restart.seconds === undefined ? "until it has started again, whose time it does not tell" : `for about ${sayDuration(restart.seconds)}`}.`,
      ...others,
    ];
  const lines = restarts.map(({ says, disrupts }) =>
    disrupts === "nothing" ? `Restarts ${says}: interrupts nothing.` : `Restarts ${says}: interrupts ${disrupts}.`,
  );
  const replaced = replaces ? ["Replaces the application's processes by new ones: interrupts nothing."] : [];
  const all = [...lines, ...(restarts.some(({ shared }) => shared) ? others : []), ...replaced];
  return all.length === 0 ? ["Interrupts nothing."] : all;
};

/** How it ended. */
export const sayPatched = ({ hosts, wrongBefore, outdated }: PatchResult, paint: Paint): string => {
  const count = hosts.reduce((sum, { packages }) => sum + packages.length, 0);
  const restarted = hosts.filter(({ restart }) => restart).map(({ host }) => host);
  const done = [
    `${plural(count, "package")} upgraded`,
    ...(restarted.length === 0 ? [] : [`${join(restarted)} restarted`]),
  ];
  return [
    `${paint("green", "✔")} ${hosts.length === 0 ? "Nothing to upgrade" : join(done)}; everything answers as before.`,
    ...Object.entries(outdated).map(
      ([host, services]) =>
        `${paint("yellow", "!")} On ${host}, ${join(services)} ${services.length === 1 ? "runs" : "run"} what was replaced, until the server is restarted (--restart); or, there: systemctl restart ${services.join(" ")}`,
    ),
    ...wrongBefore.map((says) => `${paint("yellow", "!")} Wrong before, and still: ${says}`),
  ].join("\n");
};
