import { request, type IncomingHttpHeaders } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Question {
  readonly host?: string;
  readonly address?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request on a connection of its own, as raw as node:http allows: no redirects followed, nothing decoded. */
export const ask = async (port: number, path: string, question: Question = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host = "www.foobar.localhost", address = "127.0.0.1", method = "GET", headers = {}, body } = question;
    const sent = request(
      { host: address, port, path, method, agent: false, headers: { Host: host, ...headers } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.setTimeout(10_000, () => sent.destroy(new Error(`No answer to ${method} ${path} within 10 s.`)));
    sent.end(body);
  });
