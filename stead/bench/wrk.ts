import { spawn } from "node:child_process";
import { once } from "node:events";

/** What wrk saw in one round. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

export interface Aim {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bounded on purpose: one thread and few connections leave the second core to what is measured. */
const THREADS = 1;
const CONNECTIONS = 16;

/** One round of load against loopback. Throws when an answer was anything but a success. */
export const wrk = async ({ url, headers = {} }: Aim, seconds: number): Promise<Round> => {
  const said = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const words = [`-t${THREADS}`, `-c${CONNECTIONS}`, `-d${seconds}s`, "--latency", ...said, url];
  const child = spawn("wrk", words, { stdio: ["ignore", "pipe", "inherit"] });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  await once(child, "close");
  return readRound(Buffer.concat(parts).toString());
};

/** `Requests/sec:  12345.67`, `     99%    3.21ms`. */
export const readRound = (text: string): Round => {
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  const [, amount, unit] = /99%\s+([\d.]+)(us|ms|s)\b/.exec(text) ?? [];
  const bad = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(text)?.[0];
  if (bad !== undefined) throw new Error(`wrk met what should not be: ${bad}\n${text}`);
  if (!(perSecond > 0)) throw new Error(`wrk said nothing that can be read:\n${text}`);
  return { perSecond, p99: Number(amount) * { us: 0.001, ms: 1, s: 1000 }[unit as "us" | "ms" | "s"] };
};
