import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { attempt, type Attempt } from "./attempt.ts";
import type { Outcome } from "./outcome.ts";
import type { LoadRequest, Target } from "./request.ts";

/** Something that sends requests as a kind of visitor does. */
export interface LoadClient {
  readonly name: string;
  /** Never rejects. */
  send(request: LoadRequest): Promise<Outcome>;
  close(): void;
}

/** Milliseconds for one exchange, unless told: as patient as a person. */
const PATIENCE = 15_000;

/**
 * A browser: keeps connections, and sends a request once more, on a fresh connection, when the reused one was closed before
 * any byte of an answer. That is what RFC 9112 section 9.3.1 lets a client do and what browsers do: a server may close an
 * idle connection at the very moment a request leaves.
 */
export const keepAliveClient = (target: Target, patience = PATIENCE): LoadClient => {
  const [kept, fresh] = [agentFor(target, true), agentFor(target, false)];
  const send = async (request: LoadRequest): Promise<Outcome> => {
    const began = performance.now();
    const first = await attempt(target, request, kept, patience);
    if (!mayResend(first)) return outcomeOf(request, first, began, false);
    return outcomeOf(request, await attempt(target, request, fresh, patience), began, true);
  };
  return { name: "keep-alive", send, close: () => (kept.destroy(), fresh.destroy()) };
};

/** A visitor that opens a connection for each request, and never sends one twice. */
export const closingClient = (target: Target, patience = PATIENCE): LoadClient => {
  const agent = agentFor(target, false);
  const send = async (request: LoadRequest): Promise<Outcome> => {
    const began = performance.now();
    return outcomeOf(request, await attempt(target, request, agent, patience), began, false);
  };
  return { name: "connection per request", send, close: () => agent.destroy() };
};

const agentFor = ({ secure }: Target, keepAlive: boolean): Agent =>
  secure ? new SecureAgent({ keepAlive }) : new Agent({ keepAlive });

export const mayResend = (first: Attempt): boolean => first.broke && first.closed && first.reused && !first.answered;

/** The counting rule itself. */
export const outcomeOf = (request: LoadRequest, last: Attempt, began: number, resent: boolean): Outcome => {
  const common = { kind: request.kind, resent, began, ended: performance.now() };
  const reason = last.broke ? last.reason : request.wrong(last.answer);
  if (reason === undefined) return { ...common, result: "ok" };
  const unknown = last.broke && request.method === "POST";
  return { ...common, result: unknown ? "unknown" : "failed", reason };
};
