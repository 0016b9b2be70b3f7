import * as z from "zod";
import type { Check } from "../../components/component.ts";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/** Seconds for one answer. */
const PATIENCE = 5;

const answerShape = z.object({
  status: z.number().optional(),
  code: z.string().optional(),
  found: z.array(z.string()).optional(),
});

/** What a server answers to itself: the status of a page, or what a name server says of a name. `code`: it refused, or did not answer. */
export type AnswerThere = z.infer<typeof answerShape>;

/**
 * Asks where the server is, with the Node of its serving release: sockets can be asked nowhere else, and its firewall or a way that is not
 * there yet must not look like a fault of the engine. Throws COMMAND_FAILED when nothing serves.
 */
export const askThere = async (
  host: Host,
  node: string,
  check: Exclude<Check, { kind: "command" }>,
): Promise<AnswerThere> => {
  const result = await host.run([node, "-e", PROGRAM, JSON.stringify(check)], { timeout: PATIENCE + 5 });
  const line = result.stdout.trim();
  if (line.startsWith("{")) return answerShape.parse(JSON.parse(line));
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: host.name,
    what: "no release serves there that could ask",
    mend: "Run `stead up`.",
  });
};

/** Runs on the server. */
const PROGRAM = `
const check = JSON.parse(process.argv[1]);
const say = (answer) => { console.log(JSON.stringify(answer)); process.exit(0); };
const fail = (fault) => say({ code: fault.code || fault.message });
setTimeout(() => say({ code: "ETIMEDOUT" }), ${PATIENCE * 1000});
const askPage = () => {
  const at = check.at.socket ? { socketPath: check.at.socket } : { host: check.at.address, port: check.at.port };
  const sent = require("node:http").request({ ...at, path: check.path, agent: false, headers: { host: check.host } });
  sent.on("error", fail).on("response", (answer) => say({ status: answer.statusCode })).end();
};
const askName = () => {
  const resolver = new (require("node:dns").promises.Resolver)({ timeout: 2000, tries: 2 });
  const { address, port } = check.at;
  resolver.setServers([(address.includes(":") ? "[" + address + "]" : address) + ":" + port]);
  const read = (answers) => [answers].flat().map((one) => typeof one === "string" ? one : one.nsname);
  resolver.resolve(check.name, check.type).then((answers) => say({ found: read(answers) }), fail);
};
check.kind === "http" ? askPage() : askName();
`;
