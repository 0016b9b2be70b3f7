import type { ChildProcess } from "node:child_process";
import { whileAwake } from "./keep-alive.ts";
import { readMarked } from "./marked-stream.ts";

/** How the remote shell ended a request: an exit status, what kept it from beginning, or that it heard nothing from us any more. */
export type Outcome = number | "no-folder" | "no-account" | "no-program" | "lock-lost" | "unheard";

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
  /** The outcome; undefined: the shell ended before it could say. Keeps this process alive until then, but for a `hold`. */
  readonly ask: (request: Request) => Promise<Outcome | undefined>;
  /** Says anything, so that what runs there knows of us; also words for a request that reads. */
  readonly say: (words: string) => void;
  /** Lets it end: it does once its input does. What it runs is ended too. */
  readonly end: () => void;
  /** The way to it is cut at once. */
  readonly cut: () => void;
  /** Whether it takes further requests. */
  readonly usable: () => boolean;
  /** Its process there, once it takes requests; undefined: it never came to that. */
  readonly up: Promise<number | undefined>;
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
  const heard = listenTo(child, sign);
  let count = 0;
  // A shell that ended reads no more; that it ended is told by `close`.
  child.stdin?.on("error", () => undefined);
  return {
    ask: async (request) => {
      if (heard.spent()) return undefined;
      const id = String((count += 1));
      if (request.kind === "hold") return heard.answer(id, request);
      return whileAwake(() => heard.answer(id, request));
    },
    say: (words) => child.stdin?.write(words),
    end: () => child.stdin?.end(),
    cut: () => {
      heard.spend();
      child.kill("SIGKILL");
    },
    usable: () => !heard.spent(),
    up: heard.up,
    ended: heard.ended,
  };
};

/** Brings each answer to the request it belongs to: both streams have them in the order in which they were asked. */
const listenTo = (child: ChildProcess, sign: string) => {
  const pending: Pending[] = [];
  const up = Promise.withResolvers<number | undefined>();
  const ended = Promise.withResolvers<string>();
  let spent = false;
  let lastWords = "";
  for (const channel of ["stdout", "stderr"] as const) {
    const data = (chunk: Buffer): void => {
      const current = pending.find(({ done }) => !done.has(channel));
      if (current?.begun.has(channel)) current[channel](chunk);
      else if (channel === "stderr") lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
    };
    child[channel]?.on("data", readMarked(sign, { data, mark: (words) => note(channel, words) }));
  }
  const note = (channel: Channel, words: string): void => {
    const [verb = "", id = "", outcome = "", spentNow = ""] = words.split(" ");
    if (verb === "up") up.resolve(Number(id));
    if (spentNow !== "") spent = true;
    const request = pending.find((candidate) => candidate.id === id);
    if (!request) return;
    request[verb === "begin" ? "begun" : "done"].add(channel);
    if (request.done.size < 2) return;
    pending.splice(pending.indexOf(request), 1);
    request.settle(readOutcome(outcome));
  };
  child.once("close", () => {
    spent = true;
    up.resolve(undefined);
    for (const { settle } of pending.splice(0)) settle(undefined);
    ended.resolve(lastWords.trim());
  });
  return {
    answer: (id: string, request: Request): Promise<Outcome | undefined> =>
      new Promise((settle) => {
        pending.push({ ...request, id, settle, begun: new Set(), done: new Set() });
        send(child, id, request);
      }),
    spent: () => spent,
    spend: () => {
      spent = true;
    },
    up: up.promise,
    ended: ended.promise,
  };
};

const send = ({ stdin }: ChildProcess, id: string, request: Request): void => {
  const { kind, script, input, token } = request;
  stdin?.write(`${kind} ${id} ${Buffer.byteLength(script)} ${input?.byteLength ?? 0} ${token ?? "-"}\n${script}`);
  if (!input?.byteLength) return;
  stdin?.write(input);
  if (kind === "program") stdin?.write("whole\n");
};

const WORDS: ReadonlySet<string> = new Set(["no-folder", "no-account", "no-program", "lock-lost", "unheard"]);

const isWord = (outcome: string): outcome is Exclude<Outcome, number> => WORDS.has(outcome);

const readOutcome = (outcome: string): Outcome => (isWord(outcome) ? outcome : Number(outcome));
