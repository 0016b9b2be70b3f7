import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import type { Attempt } from "./attempt.ts";
import { mayResend, outcomeOf, type LoadClient } from "./client.ts";
import type { LoadRequest, Target } from "./request.ts";

/** Milliseconds for one exchange, unless told. */
const PATIENCE = 15_000;

/**
 * A browser over HTTP/2: all requests on one connection, and the next one on a fresh connection once the server says that it takes no
 * more (GOAWAY, RFC 9113 section 6.8). What it left undone of an earlier connection is sent once more, as section 8.7 lets clients.
 */
export const http2Client = (target: Target, patience = PATIENCE): LoadClient => {
  let kept: Kept | undefined;
  const session = (): Kept => {
    if (!kept || kept.session.closed || kept.session.destroyed) kept = open(target);
    return kept;
  };
  return {
    name: "HTTP/2",
    send: async (request) => {
      const began = performance.now();
      const first = await exchange(session(), target, request, patience);
      if (!mayResend(first)) return outcomeOf(request, first, began, false);
      return outcomeOf(request, await exchange(session(), target, request, patience), began, true);
    },
    close: () => kept?.session.close(),
  };
};

interface Kept {
  readonly session: ClientHttp2Session;
  /** Requests that were sent over it. */
  sent: number;
}

const open = ({ address, port, host, secure }: Target): Kept => {
  const session = connect(`${secure ? "https" : "http"}://${host}`, { host: address, port, servername: host });
  // The streams tell.
  session.on("error", () => undefined);
  session.on("goaway", () => session.close());
  return { session, sent: 0 };
};

/** Sends a request once. Never rejects. */
const exchange = (kept: Kept, { host }: Target, request: LoadRequest, patience: number): Promise<Attempt> => {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const reused = kept.sent > 0;
  kept.sent += 1;
  const words = { ":method": request.method, ":path": request.path, ":authority": host, ...request.headers };
  const stream = kept.session.request(words, { endStream: request.body === undefined });
  let status: number | undefined;
  const broken = (reason: string, closed: boolean): void =>
    resolve({ broke: true, reason, reused, answered: status !== undefined, closed });
  const limit = setTimeout(() => {
    broken(`no complete answer within ${patience / 1000} s`, false);
    stream.close(constants.NGHTTP2_CANCEL);
  }, patience);
  const parts: Buffer[] = [];
  stream.on("response", (headers) => (status = headers[":status"] ?? 0));
  stream.on("data", (part: Buffer) => parts.push(part));
  stream.on("error", (error: NodeJS.ErrnoException) =>
    broken(sayBroken(status, error), leftUndone(kept.session, stream)),
  );
  stream.on("close", () => {
    const whole = status !== undefined && stream.rstCode === constants.NGHTTP2_NO_ERROR && stream.readableEnded;
    if (whole) resolve({ broke: false, answer: { status: status ?? 0, body: Buffer.concat(parts) } });
    else broken(sayBroken(status, undefined), leftUndone(kept.session, stream));
  });
  if (request.body !== undefined) stream.end(request.body);
  return promise.finally(() => clearTimeout(limit));
};

const leftUndone = (session: ClientHttp2Session, stream: ClientHttp2Stream): boolean =>
  stream.rstCode === constants.NGHTTP2_REFUSED_STREAM || session.closed || session.destroyed;

const sayBroken = (status: number | undefined, error: NodeJS.ErrnoException | undefined): string => {
  if (status !== undefined) return "answer cut after some bytes";
  return error?.code ?? "closed before any byte of an answer";
};
