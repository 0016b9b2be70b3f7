import type { DeployResult } from "../../operations/deploy.ts";
import { sayOutcome } from "./say-outcome.ts";
import type { Screen } from "./screen.ts";

/** How a deploy and a rollback end alike. */
export const sayReleased = (screen: Screen, result: DeployResult): void =>
  sayOutcome(screen, result, (paint) =>
    [
      `${paint("green", "✔")} Release ${paint("bold", result.release.id)} serves.`,
      ...result.release.remarks.map((remark) => `${paint("yellow", "!")} ${remark}`),
    ].join("\n"),
  );
