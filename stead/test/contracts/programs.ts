import type { UnitDefinition } from "../../src/state/observations.ts";
import type { Endpoint } from "../../src/state/vocabulary.ts";

/** A program in the words that start it. */
const script = (source: string): readonly string[] => [process.execPath, "-e", source];

/** Listens, answers `answer` to everything, and says so in its log. */
export const server = (at: Endpoint, status = 200): readonly string[] =>
  script(`
    const at = ${JSON.stringify("socket" in at ? at.socket : at.port)};
    if (typeof at === "string") require("fs").rmSync(at, { force: true });
    require("http").createServer((_, answer) => answer.writeHead(${status}).end(String(process.pid)))
      .listen(...(typeof at === "string" ? [at] : [at, "127.0.0.1"]), () => console.log("listens"));
  `);

/** Does not end on SIGTERM, and has a child that does not either. */
export const stubborn = (): readonly string[] =>
  script(`
    process.on("SIGTERM", () => console.log("no"));
    require("child_process").spawn("sh", ["-c", "trap '' TERM; while :; do sleep 1; done"], { stdio: "ignore" });
    setInterval(() => undefined, 1000);
    console.log("here");
  `);

/** A unit that is ready when `/` answers 200. */
export const web = (name: string, at: Endpoint, more: Partial<UnitDefinition> = {}): UnitDefinition => ({
  name,
  run: server(at),
  ready: { kind: "http", at, path: "/" },
  readyTimeout: 10,
  stop: { signal: "SIGTERM", timeout: 5 },
  restart: "always",
  ...more,
});

/** A unit that is ready at once. */
export const plain = (name: string, run: readonly string[], more: Partial<UnitDefinition> = {}): UnitDefinition => ({
  name,
  run,
  ready: { kind: "command", run: ["true"] },
  readyTimeout: 5,
  stop: { signal: "SIGTERM", timeout: 5 },
  restart: "always",
  ...more,
});
