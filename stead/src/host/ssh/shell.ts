import type { ChildProcess } from "node:child_process";
import { asleep, awake } from "./keep-alive.ts";
import { readMarked } from "./marked-stream.ts";

/** How the remote shell ended a request: an exit status, or what kept it from beginning. */
export type Outcome = number | "no-folder" | "no-account" | "no-program" | "lock-lost";

export interface Request {
  readonly kind: "task" | "hold" | "program";
  readonly script: string;
  readonly input?: Uint8Array;
  /** Of the lock that must still be ours. */
  readonly token?: string;
  readonly stdout: (chunk: Buffer) => void;
  readonly stderr: (chunk: Buffer) => void;
}

/** A shell on the server that takes one request after the other. */
export interface Shell {
  /** The outcome; undefined: the shell ended before it could say. */
  ask(request: Request): Promise<Outcome | undefined>;
  /** Says anything, so that what runs there knows of us; also words for a request that reads. */
  say(words: string): void;
  /** Lets it end: it does once its input does. What it runs is ended too. */
  end(): void;
  /** The way to it is cut at once. */
  cut(): void;
  /** Whether it takes further requests. */
  usable(): boolean;
  /** Whether it came to take requests at all. */
  readonly up: Promise<boolean>;
  /** Settles with what ssh, or the login, said last, when the shell has ended. */
  readonly ended: Promise<string>;
}

interface Pending extends Request {
  readonly id: string;
  readonly settle: (outcome: Outcome | undefined) => void;
  readonly begun: Set<Channel>;
  readonly done: Set<Channel>;
}

type Channel = "stdout" | "stderr";

/** Characters of what ssh said that are kept: more than any of its warnings has. */
const LAST_WORDS = 8192;

/** The shell at the end of a process of ssh, which tells its marks by `sign`. */
export const shellOver = (child: ChildProcess, sign: string): Shell => {
  const pending: Pending[] = [];
  let count = 0;
  let spent = false;
  let lastWords = "";
  const listen = (channel: Channel): void => {
    const take = readMarked(sign, {
      data: (chunk) => {
        const current = pending.find(({ done }) => !done.has(channel));
        if (current?.begun.has(channel)) current[channel](chunk);
        else if (channel === "stderr") lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
      },
      mark: (words) => note(channel, words),
    });
    child[channel]?.on("data", take);
  };
  const up = Promise.withResolvers<boolean>();
  const note = (channel: Channel, words: string): void => {
    const [verb = "", id = "", outcome = "", spentNow = ""] = words.split(" ");
    if (verb === "up") up.resolve(true);
    const request = pending.find((candidate) => candidate.id === id);
    if (!request) return;
    if (verb === "begin") request.begun.add(channel);
    else request.done.add(channel);
    if (spentNow !== "") spent = true;
    if (request.done.size === 2) {
      pending.splice(pending.indexOf(request), 1);
      request.settle(readOutcome(outcome));
    }
  };
  // A shell that ended reads no more; that it ended is told by `close`.
  child.stdin?.on("error", () => undefined);
  listen("stdout");
  listen("stderr");
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => {
      spent = true;
      up.resolve(false);
      for (const { settle } of pending.splice(0)) settle(undefined);
      resolve(lastWords.trim());
    });
  });
  return {
    ask: async (request) => {
      if (spent) return undefined;
      const id = String((count += 1));
      awake();
      try {
        return await new Promise((settle) => {
          pending.push({ ...request, id, settle, begun: new Set(), done: new Set() });
          send(child, id, request);
        });
      } finally {
        asleep();
      }
    },
    say: (words) => child.stdin?.write(words),
    end: () => child.stdin?.end(),
    cut: () => {
      spent = true;
      child.kill("SIGKILL");
    },
    usable: () => !spent,
    up: up.promise,
    ended,
  };
};

const send = ({ stdin }: ChildProcess, id: string, request: Request): void => {
  const { kind, script, input, token } = request;
  stdin?.write(`${kind} ${id} ${Buffer.byteLength(script)} ${input?.byteLength ?? 0} ${token ?? "-"}\n${script}`);
  if (!input?.byteLength) return;
  stdin?.write(input);
  if (kind === "program") stdin?.write("whole\n");
};

const readOutcome = (word: string): Outcome => {
  if (word === "no-folder" || word === "no-account" || word === "no-program" || word === "lock-lost") return word;
  return Number(word);
};
