import { sayBytes } from "../../kernel/text.ts";
import type { LabStatus } from "../../operations/lab/status.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint, Style } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";

const colours: Record<LabStatus["hosts"][number]["state"], Style> = {
  running: "green",
  silent: "yellow",
  frozen: "blue",
  off: "red",
};

/** A lab as a table of its hosts. */
export const sayStatus = (result: LabStatus, paint: Paint): string =>
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
