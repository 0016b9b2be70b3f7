import type { Host } from "../../host/host.ts";
import type { Upgrade } from "../../host/host.ts";

/** That a server must be restarted as a whole, and what that takes. */
export interface Restart {
  /** A sentence. */
  readonly why: string;
  /** Seconds from its end until it has started, by how long it took the last time; absent: it does not tell. */
  readonly seconds?: number;
}

/** Seconds for a few words. */
const PATIENCE = 10;

/** Seconds that a server takes to end everything, beyond its start. */
const ENDING = 10;

/** Why a server would have to be restarted after these upgrades, or has to be since earlier ones; undefined: it has not. */
export const restartOf = async (host: Host, upgrades: readonly Upgrade[]): Promise<Restart | undefined> => {
  const state = parseState((await host.run(["/bin/sh", "-c", LOOK], { timeout: PATIENCE })).stdout);
  const why = whyRestart(state, upgrades);
  return why === undefined ? undefined : withTime(why, state);
};

/** That it is restarted because somebody wants it so. */
export const wantedRestart = async (host: Host): Promise<Restart> =>
  withTime("It was asked for.", parseState((await host.run(["/bin/sh", "-c", LOOK], { timeout: PATIENCE })).stdout));

export interface RestartState {
  /** Its kernel is another's, as that of a container. */
  readonly container: boolean;
  /** Packages that asked for a restart; undefined: none did. */
  readonly required?: string;
  /** Of the newest installed kernel, where that does not run. */
  readonly kernel?: string;
  /** Seconds that its last start took. */
  readonly started?: number;
}

export const whyRestart = (state: RestartState, upgrades: readonly Upgrade[]): string | undefined => {
  const kernel = upgrades.find(({ name }) => /^linux-image-\d/u.test(name));
  if (kernel !== undefined && !state.container) return `A new kernel (${kernel.name}) counts from a restart on.`;
  if (state.kernel !== undefined) return `The kernel ${state.kernel} is installed, and an older one runs.`;
  if (state.required === undefined) return undefined;
  return state.required === ""
    ? "A package that was upgraded asks for it."
    : `Upgraded packages ask for it: ${state.required}.`;
};

const withTime = (why: string, { started }: RestartState): Restart => ({
  why,
  ...(started !== undefined && { seconds: Math.ceil(started) + ENDING }),
});

/** Lines of the look below. */
export const parseState = (text: string): RestartState => {
  const line = (name: string): string | undefined =>
    new RegExp(`^${name}(?: (.*))?$`, "mu").exec(text)?.[1] ?? undefined;
  const required = /^required(?: (.*))?$/mu.exec(text);
  const kernel = line("kernel");
  const started = parseStart(text);
  return {
    container: /^container$/mu.test(text),
    ...(required && { required: (required[1] ?? "").trim() }),
    ...(kernel !== undefined && { kernel }),
    ...(started !== undefined && { started }),
  };
};

/** `Startup finished in 2.1s (kernel) + 1min 3.5s (userspace) = 1min 5.6s`; of a container only `623ms (userspace)` (systemd-analyze(1)). */
const parseStart = (text: string): number | undefined => {
  const [, said] = /^Startup finished in (?:.*= )?(.*?)(?: \(\w+\))?\s*$/mu.exec(text) ?? [];
  if (said === undefined) return undefined;
  const parts = [...said.matchAll(/([\d.]+)(min|ms|s)\b/gu)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? "s"] ?? 1), 0);
};

const units: Readonly<Record<string, number>> = { min: 60, s: 1, ms: 0.001 };

const LOOK = `
export LC_ALL=C
systemd-detect-virt --quiet --container && echo container
[ ! -e /run/reboot-required ] || echo "required $(sort -u /run/reboot-required.pkgs 2>/dev/null | tr '\\n' ' ')"
running=$(uname -r)
if [ -e "/boot/vmlinuz-$running" ]; then
  newest=$(ls /boot | sed -n 's/^vmlinuz-//p' | sort -V | tail -n 1)
  [ "$newest" = "$running" ] || echo "kernel $newest"
fi
systemd-analyze time 2>/dev/null
`;
