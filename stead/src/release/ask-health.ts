import { join } from "node:path";
import * as z from "zod";
import type { Endpoint } from "../state/vocabulary.ts";
import type { Generation } from "./generation.ts";
import { parseJson } from "./record.ts";

/** What an instance answered. */
export interface HealthAnswer {
  readonly ok: boolean;
  /** "500 with \"database is gone\"", "nothing within 5 s". */
  readonly says: string;
}

/** Seconds one answer may take. */
const PATIENCE = 5;

const answersShape = z.array(z.object({ ok: z.boolean(), says: z.string() }));

/** Asks instances for their health, on their host and with the release's own Node. Order as asked. */
export const askHealth = async (
  { member: { host, place }, release }: Generation,
  at: readonly Endpoint[],
  path: string,
): Promise<readonly HealthAnswer[]> => {
  const node = join(place.paths.releases, release, "node");
  const result = await host.run([node, "-e", program, JSON.stringify(at), path], { timeout: PATIENCE + 5 });
  const read = answersShape.safeParse(parseJson(result.stdout));
  return read.success ? read.data : at.map(() => ({ ok: false, says: "nothing (it could not be asked)" }));
};

/** Runs on the host, where the sockets are. */
const program = `
const { request } = require("node:http");
const [places, path] = process.argv.slice(1);
const ask = (at) => new Promise((resolve) => {
  const where = at.socket ? { socketPath: at.socket } : { host: at.address, port: at.port };
  const attempt = request({ ...where, path, agent: false, headers: { host: "localhost" } });
  const late = setTimeout(() => attempt.destroy(new Error("nothing within ${PATIENCE} s")), ${PATIENCE * 1000});
  const done = (ok, says) => { clearTimeout(late); resolve({ ok, says }); };
  attempt.on("error", (fault) => done(false, fault.message));
  attempt.on("response", (response) => {
    let body = "";
    response.setEncoding("utf8");
    response.on("data", (text) => { body = (body + text).slice(0, 300); });
    response.on("error", (fault) => done(false, fault.message));
    response.on("end", () => done(response.statusCode === 200, response.statusCode + (body ? " with " + JSON.stringify(body) : "")));
  });
  attempt.end();
});
Promise.all(JSON.parse(places).map(ask)).then((answers) => { console.log(JSON.stringify(answers)); process.exit(0); });
`;
