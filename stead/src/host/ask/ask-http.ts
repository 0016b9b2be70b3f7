import { request, type IncomingMessage } from "node:http";
import type { Endpoint } from "../../state/vocabulary.ts";

/** Milliseconds until an answer counts as none. */
const PATIENCE = 5000;

export interface HttpQuestion {
  readonly at: Endpoint;
  /** The name in the request: need not lead to `at`. */
  readonly host: string;
  readonly path: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly location?: string;
  readonly seconds: number;
}

/** Sends one GET, as a visitor would; rejects with a sentence when there is no answer. */
export const askHttp = ({ at, host, path }: HttpQuestion): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const attempt = request({ ...targetOf(at), path, headers: { host }, agent: false, timeout: PATIENCE });
    attempt.once("response", (response) => {
      response.resume();
      resolve(answerOf(response, (performance.now() - begun) / 1000));
    });
    attempt.once("timeout", () => attempt.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    attempt.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ECONNREFUSED" ? new Error("nothing listens there") : error),
    );
    attempt.end();
  });

const targetOf = (at: Endpoint): { socketPath: string } | { host: string; port: number } =>
  "socket" in at ? { socketPath: at.socket } : { host: at.address, port: at.port };

const answerOf = ({ statusCode = 0, headers }: IncomingMessage, seconds: number): HttpAnswer => ({
  status: statusCode,
  seconds,
  ...(headers.location === undefined ? {} : { location: headers.location }),
});
