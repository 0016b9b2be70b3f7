// A crowd of visitors in the lab: two HTTP/1.1 clients and one HTTP/2 client, until a file is there that says how many requests are wanted.
// Prints the report as JSON. Words: ADDRESS NAME REQUESTS-PER-SECOND FILE.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { closingClient, keepAliveClient } from "../../src/load/client.ts";
import { http2Client } from "../../src/load/http2-client.ts";
import { expectPage } from "../../src/load/request.ts";
import { startLoad } from "../../src/load/start-load.ts";

const [address = "", host = "", rate = "", file = ""] = process.argv.slice(2);
const target = { address, port: 443, host, secure: true } as const;
const body = Buffer.alloc(65_536, "stead");
const hash = createHash("sha256").update(body).digest("hex");

/** Ends by itself should nobody stop it: nine minutes. */
const most = Number(rate) * 540;
const load = startLoad({
  clients: [keepAliveClient(target), closingClient(target), http2Client(target)],
  mix: {
    page: { kind: "page", method: "GET", path: "/", wrong: expectPage("loadable, edition") },
    slow: { kind: "slow", method: "GET", path: "/slow", wrong: expectPage("slow, but here") },
    write: { kind: "write", method: "POST", path: "/echo", body, wrong: expectPage(hash) },
  },
  rate: Number(rate),
  most,
});
// For whoever reads why a run failed: when it began to.
let lost = 0;
const watch = setInterval(() => {
  const { failed, unknown, total } = load.soFar();
  if (failed + unknown === lost) return;
  lost = failed + unknown;
  console.error(`${new Date().toISOString()} ${lost} lost of ${total}, ${load.sent()} sent`);
}, 1000);
while (load.sent() < most && !(existsSync(file) && load.sent() >= Number(readFileSync(file, "utf8")))) await sleep(100);
console.log(JSON.stringify(await load.stop()));
clearInterval(watch);
process.exit(0);
