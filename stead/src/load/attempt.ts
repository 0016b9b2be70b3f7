import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage } from "node:http";
import type { Answer, LoadRequest, Target } from "./request.ts";

/** One request on one connection: its complete answer, or how it broke. */
export type Attempt =
  | { readonly broke: false; readonly answer: Answer }
  | {
      readonly broke: true;
      readonly reason: string;
      /** It went over a connection that had served a request before. */
      readonly reused: boolean;
      /** Any byte of an answer came. */
      readonly answered: boolean;
      /** The other side closed or reset, as opposed to: refused, silent for too long. */
      readonly closed: boolean;
    };

/** Sends a request once. Never rejects. `timeout`: milliseconds for the whole exchange. */
export const attempt = (target: Target, request: LoadRequest, agent: Agent, timeout: number): Promise<Attempt> => {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const sent = httpRequest({
    protocol: target.secure ? "https:" : "http:",
    host: target.address,
    port: target.port,
    method: request.method,
    path: request.path,
    agent,
    headers: { ...request.headers, host: target.host, ...lengthOf(request.body) },
  });
  const answered = watchFirstByte(sent);
  const broken = (reason: string, closed: boolean): void =>
    resolve({ broke: true, reason, reused: sent.reusedSocket, answered: answered(), closed });
  const limit = setTimeout(() => {
    broken(`no complete answer within ${timeout / 1000} s`, false);
    sent.destroy();
  }, timeout);
  sent.on("error", (error: NodeJS.ErrnoException) => broken(sayError(error, answered()), isClosing(error)));
  sent.on("response", (response) => collect(response, resolve, () => broken("answer cut after some bytes", true)));
  sent.end(request.body);
  return promise.finally(() => clearTimeout(limit));
};

const lengthOf = (body: Uint8Array | undefined): Record<string, number> =>
  body === undefined ? {} : { "content-length": body.byteLength };

/** Tells whether a byte came since this request took its connection. What a handshake or a good-bye of TLS reads is none. */
const watchFirstByte = (sent: ClientRequest): (() => boolean) => {
  let came = false;
  const note = (): void => {
    came = true;
  };
  sent.on("socket", (given) => {
    given.once("data", note);
    sent.once("close", () => given.off("data", note));
  });
  return () => came;
};

/** `complete` is false when fewer bytes came than content-length or the chunked framing promised. */
const collect = (response: IncomingMessage, resolve: (attempt: Attempt) => void, cut: () => void): void => {
  const parts: Buffer[] = [];
  response.on("data", (part: Buffer) => parts.push(part));
  response.on("error", cut);
  response.on("end", () => {
    if (!response.complete) return cut();
    resolve({ broke: false, answer: { status: response.statusCode ?? 0, body: Buffer.concat(parts) } });
  });
};

const CLOSING = ["ECONNRESET", "EPIPE"];

const isClosing = (error: NodeJS.ErrnoException): boolean => CLOSING.includes(error.code ?? "");

const sayError = (error: NodeJS.ErrnoException, answered: boolean): string => {
  if (answered) return "answer cut after some bytes";
  return isClosing(error) ? "closed before any byte of an answer" : (error.code ?? error.message);
};
