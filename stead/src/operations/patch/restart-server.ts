import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";
import { sayDuration } from "../../kernel/text.ts";

/** Seconds until a server is given up: firmware of real machines alone may take minutes. */
const PATIENCE = 900;

/** Seconds between two tries: an sshd of today turns away who knocks too often (PerSourcePenalties, sshd_config(5)). */
const PAUSE = 3;

/** Seconds that our own connection has to end in order. */
const DELAY = 1;

/** Restarts a server and waits until it is there again, whatever its connection does meanwhile. Throws PATCH_UNPROVED when it stays away. */
export const restartServer = async (host: Host, signal: AbortSignal): Promise<void> => {
  const before = await bootOf(host);
  await host.run(["systemd-run", "--quiet", "--collect", `--on-active=${DELAY}`, "systemctl", "reboot"]);
  await host.close?.();
  const end = performance.now() + PATIENCE * 1000;
  while (performance.now() < end) {
    await sleep(PAUSE * 1000, undefined, { signal });
    if (!((await host.lifeline?.reaches(PAUSE * 2)) ?? true)) continue;
    const now = await bootOf(host).catch(() => undefined);
    if (now !== undefined && now !== before) return;
    // It was still on its way down.
    await host.close?.();
  }
  throw away(host.name);
};

/** Another one after each start of the system (random(4)). */
const bootOf = async (host: Host): Promise<string> =>
  (await host.run(["cat", "/proc/sys/kernel/random/boot_id"])).stdout.trim();

const away = (host: string): SteadError =>
  new SteadError({
    code: "PATCH_UNPROVED",
    where: host,
    what: `It was restarted, and cannot be reached since ${sayDuration(PATIENCE)}.`,
    mend: "Look at it by your provider's console. Once it answers: `stead doctor` tells whether all is well.",
  });
