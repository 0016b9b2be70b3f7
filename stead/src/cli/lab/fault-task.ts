import type { LabFaultName } from "../../operations/lab/fault.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import { wishOf, type Task } from "./task.ts";

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

/** The task that lets something befall a host. */
export const faultTask =
  (fault: LabFaultName): Task =>
  async (call, [host = "", unit]) => {
    const { labFault } = await import("../../operations/lab/fault.ts");
    const wish = { fault, host, ...(unit === undefined ? {} : { unit }) };
    const result = await labFault(wishOf(call), wish, { signal: call.interruption.signal });
    const says = befell[fault].replaceAll("HOST", host).replaceAll("UNIT", unit ?? "");
    sayOutcome(call.screen, result, (paint) => `${paint("green", "✔")} ${host} ${says}`);
  };
