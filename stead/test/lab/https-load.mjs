// A client in the lab: asks a site over HTTPS until a file is there, in three ways at once, and prints how many answers were not
// what they should be. A request on a connection that was used before, closed without any byte of an answer, is sent once more.
import { existsSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect, constants } from "node:http2";

const [, , origin, end, page = "/file.txt"] = process.argv;
const paths = { GET: page, POST: "/healthz" };
const body = Buffer.alloc(65_536, "x");
const counts = { sent: 0, failed: 0, resent: 0, reasons: {} };
let over = false;
setInterval(() => (over = existsSync(end)), 50);

const overHttp1 = (agent, method) =>
  new Promise((resolve) => {
    const sent = request(origin + paths[method], { agent, method, timeout: 15_000 }, (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve({ ok: answer.statusCode === 200 && answer.complete, why: String(answer.statusCode) }),
      );
      answer.on("error", () => resolve({ ok: false, why: "cut" }));
    });
    sent.on("error", ({ code }) => resolve({ ok: false, why: code, again: sent.reusedSocket }));
    sent.on("timeout", () => sent.destroy());
    sent.end(method === "POST" ? body : undefined);
  });

let session;
const overHttp2 = (method) =>
  new Promise((resolve) => {
    if (!session || session.closed || session.destroyed) {
      session = connect(origin).on("error", () => undefined);
      session.on("goaway", () => session.close());
    }
    const used = session;
    const stream = used.request({ ":method": method, ":path": paths[method] }, { endStream: method === "GET" });
    let status = 0;
    stream.on("response", (headers) => (status = headers[":status"]));
    stream.on("end", () => resolve({ ok: status === 200, why: String(status) }));
    stream.on("error", ({ code }) => {
      const refused = stream.rstCode === constants.NGHTTP2_REFUSED_STREAM || used.closed || used.destroyed;
      resolve({ ok: false, why: code, again: status === 0 && refused });
    });
    stream.resume();
    if (method === "POST") stream.end(body);
  });

const kept = new Agent({ keepAlive: true, maxSockets: 4 });
const fresh = new Agent({ keepAlive: false });
const ways = [(method) => overHttp1(kept, method), (method) => overHttp1(fresh, method), overHttp2];

const visit = async (way) => {
  for (let round = 0; !over; round += 1) {
    const method = round % 10 === 9 ? "POST" : "GET";
    counts.sent += 1;
    let answer = await way(method);
    if (!answer.ok && answer.again) {
      counts.resent += 1;
      answer = await way(method);
    }
    if (answer.ok) continue;
    counts.failed += 1;
    counts.reasons[answer.why] = (counts.reasons[answer.why] ?? 0) + 1;
  }
};

await Promise.all(ways.flatMap((way) => [visit(way), visit(way)]));
console.log(JSON.stringify(counts));
process.exit(0);
