// Does what ordinary applications do, and tells which of it fails: a sandbox that takes one of these away is too tight.
// CONFORMANCE_TLS: an https address to fetch; CONFORMANCE_DNS: ADDRESS:PORT of a resolver that knows answers.test.
import { execFile, fork } from "node:child_process";
import { createHash, randomBytes, scrypt } from "node:crypto";
import dns from "node:dns";
import fs from "node:fs/promises";
import { createServer, request } from "node:http";
import { createServer as createNetServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { createSocket } from "node:dgram";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import zlib from "node:zlib";

if (process.argv[2] === "child") process.send("child", () => process.exit());

const run = promisify(execFile);
const must = (value, what) => {
  if (!value) throw new Error(what);
  return value;
};

const checks = {
  "os.cpus": () => must(os.cpus().length > 0 && os.cpus()[0].times.user > 0, "no processors"),
  "os.networkInterfaces": () =>
    must(
      Object.values(os.networkInterfaces())
        .flat()
        .some(({ internal }) => !internal),
      "no network",
    ),
  "os.*": () =>
    must(os.totalmem() && os.freemem() && os.uptime() && os.loadavg() && os.hostname() && os.userInfo(), "?"),
  "os.setPriority": () => os.setPriority(1),
  "dns.lookup": () => dns.promises.lookup("localhost"),
  "dns.resolve": async () => {
    const resolver = new dns.promises.Resolver();
    if (process.env.CONFORMANCE_DNS) resolver.setServers([process.env.CONFORMANCE_DNS]);
    return must((await resolver.resolve4("answers.test")).includes("192.0.2.1"), "wrong answer");
  },
  "TLS out": async () => must((await fetch(process.env.CONFORMANCE_TLS)).ok, "not ok"),
  "worker thread": () =>
    new Promise((resolve, reject) => {
      new Worker("require('worker_threads').parentPort.postMessage(1)", { eval: true })
        .once("message", resolve)
        .once("error", reject);
    }),
  "child process": async () => must((await run("/bin/sh", ["-c", "echo $((1+1))"])).stdout === "2\n", "no output"),
  fork: () =>
    new Promise((resolve, reject) => fork(process.argv[1], ["child"]).once("message", resolve).once("error", reject)),
  ps: async () => must((await run("ps", ["-o", "pid="])).stdout.includes(String(process.pid)), "not there"),
  sharp: async () => {
    const { default: sharp } = await import("sharp");
    const image = sharp({ create: { width: 600, height: 400, channels: 3, background: "red" } });
    return must((await image.resize(60, 40).webp().toBuffer()).length > 10, "empty");
  },
  "compiled code": async () => {
    let sum = 0;
    for (let i = 0; i < 5e6; i++) sum += i % 7;
    const add = [
      0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0,
    ].concat([10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11]);
    const { instance } = await WebAssembly.instantiate(new Uint8Array(add));
    return must(instance.exports.add(1, sum % 2) > 0, "wrong sum");
  },
  "thread pool": async () =>
    Promise.all([
      promisify(scrypt)("a", randomBytes(8), 32),
      promisify(zlib.gzip)("x".repeat(1e5)),
      createHash("sha256"),
    ]),
  "temporary files": async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "conformance-"));
    await fs.writeFile(path.join(folder, "x"), "x", { mode: 0o600 });
    await fs.chown(path.join(folder, "x"), process.getuid(), process.getgid());
    await fs.symlink("x", path.join(folder, "y"));
    await fs.utimes(path.join(folder, "x"), 1, 1);
    await fs.rm(folder, { recursive: true });
  },
  "its data": async () => {
    const file = path.join(process.env.DATA_DIR, "x");
    const handle = await fs.open(file, "w");
    await handle.write("x");
    await handle.datasync();
    await handle.close();
    await fs.rename(file, `${file}2`);
    await fs.rm(`${file}2`);
  },
  "watching files": async () => {
    const stop = new AbortController();
    setTimeout(() => void fs.writeFile(path.join(process.env.DATA_DIR, "watched"), "x"), 50);
    setTimeout(() => stop.abort(), 5000).unref();
    for await (const _ of fs.watch(process.env.DATA_DIR, { signal: stop.signal })) return true;
    throw new Error("saw nothing");
  },
  "a port of its own": () =>
    new Promise((resolve, reject) => {
      const server = createNetServer()
        .once("error", reject)
        .listen(0, "::", () => server.close(resolve));
    }),
  UDP: () =>
    new Promise((resolve, reject) => {
      const socket = createSocket("udp4").once("error", reject);
      socket.bind(0, "127.0.0.1", () => socket.send("x", socket.address().port, "127.0.0.1"));
      socket.once("message", () => socket.close(resolve));
    }),
  "its own socket": () =>
    new Promise((resolve, reject) => {
      request({ socketPath: process.env.PORT, path: "/alive" }, resolve).once("error", reject).end();
    }),
  "time zones and languages": () =>
    must(new Date(0).toLocaleString("de-DE", { timeZone: "Asia/Tokyo" }).includes("1.1.1970"), "no time zones"),
};

// What the sandbox is there to prevent. Each must fail.
const prevented = {
  "writing to the system": () => fs.writeFile("/etc/conformance", "x"),
  "writing beside its release": () => fs.writeFile("./conformance", "x"),
  "reading another's home": () => fs.readdir("/root"),
  "seeing others' processes": () => fs.readFile("/proc/1/cmdline"),
  "becoming somebody else": async () => process.setuid(0),
  "its own environment file": () => fs.readFile(process.env.CONFORMANCE_SECRETS ?? "/etc/shadow"),
};

const tell = async () => {
  const one =
    (expected) =>
    async ([name, check]) => {
      try {
        await check();
        return [name, expected === "works" ? "ok" : "is not prevented"];
      } catch (fault) {
        return [name, expected === "works" ? `fails: ${fault.message}` : "ok"];
      }
    };
  const all = [
    ...(await Promise.all(Object.entries(checks).map(one("works")))),
    ...(await Promise.all(Object.entries(prevented).map(one("prevented")))),
  ];
  return Object.fromEntries(all);
};

// `once`: tells on its output instead, as a migration would.
const [, , how] = process.argv;
if (how === "once") process.env.PORT = path.join(process.env.DATA_DIR, "once.sock");
if (how !== "child") {
  const server = createServer(async (asked, answer) => {
    if (asked.url === "/alive" || asked.url === "/healthz") return answer.end("ok");
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify(await tell(), null, 2));
  }).listen(process.env.PORT);
  if (how === "once") {
    console.log(JSON.stringify(await tell()));
    server.close(() => process.exit());
  }
}
