import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UnitDefinition } from "../../../src/state/observations.ts";
import type { Sandbox } from "../../../src/state/vocabulary.ts";
import { openSshHost } from "../../../src/host/ssh/open-ssh-host.ts";
import { addresses, NODE, openUnitLab, SITE, type LabServer, type UnitLab } from "./bench.ts";
import { labWorks } from "../../setup/lab-works.ts";

const [SOCKET, DATA, APP] = ["/run/conformance/1.sock", "/var/lib/conformance", "/srv/conformance"];
const ACCOUNT = "conformance";
/** The other server of the lab plays the world outside. */
const other = { debian12: "debian13", debian13: "debian12" } as const;

const environment = (name: keyof typeof other): Readonly<Record<string, string>> => ({
  DATA_DIR: DATA,
  CONFORMANCE_TLS: "https://outside.test:8443/",
  CONFORMANCE_DNS: `${addresses[other[name]]}:5353`,
  NODE_EXTRA_CA_CERTS: "/etc/outside.pem",
});

const application = (name: keyof typeof other, sandbox: Sandbox | undefined): UnitDefinition => ({
  name: "app@conformance-1",
  run: ["/bin/sh", "-c", 'rm -f -- "$PORT"; exec /bin/sh -c "$0"', `${NODE} server.mjs`],
  folder: APP,
  account: ACCOUNT,
  environment: { PORT: SOCKET, ...environment(name) },
  environmentFiles: ["/root/conformance.env"],
  ...(sandbox ? { sandbox } : {}),
  ready: { kind: "http", at: { socket: SOCKET }, path: "/healthz" },
  readyTimeout: 20,
  stop: { signal: "SIGTERM", timeout: 5 },
  restart: "always",
});

const sandbox: Sandbox = { kind: "application", writes: ["/run/conformance", DATA] };

describe.skipIf(!labWorks)("an ordinary application in its sandbox", () => {
  let lab: UnitLab;
  let folder: string;
  beforeAll(async () => {
    lab = await openUnitLab();
    folder = mkdtempSync(join(tmpdir(), "stead-conformance-"));
    cpSync(resolve(import.meta.dirname, "../../applications/conformance"), folder, { recursive: true });
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--omit=dev"], { cwd: folder, stdio: "ignore" });
    certify(folder);
    await Promise.all(
      Object.entries(lab.hosts).map(async ([name, host]) => prepare(host, name as keyof typeof other, folder)),
    );
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await lab.close();
  });

  const asked = async (host: LabServer): Promise<Readonly<Record<string, string>>> =>
    JSON.parse(await host.sh(`curl -s --max-time 30 --unix-socket ${SOCKET} http://localhost/`)) as Record<
      string,
      string
    >;

  test.each(["debian12", "debian13"] as const)(
    "misses nothing, and gets at nothing that is not its own: %s",
    async (name) => {
      const host = lab.hosts[name];
      await host.units.start(application(name, sandbox));
      const found = await asked(host);
      expect(Object.keys(found).length).toBeGreaterThan(25);
      expect(Object.entries(found).filter(([, how]) => how !== "ok")).toEqual([]);
      expect(await host.units.exposure?.()).toEqual([{ unit: "app", score: expect.closeTo(1.4, 0), most: 1.5 }]);
      await host.units.stopAll();
    },
  );

  test.each(["debian12", "debian13"] as const)("the same when it is run once, as migrations are: %s", async (name) => {
    const host = openSshHost({ name, address: name, config: lab.sshConfig, hostKeyAlias: name, site: SITE });
    const secrets = { ...environment(name), CONFORMANCE_SECRETS: "/root/conformance.env" };
    const options = { account: ACCOUNT, folder: APP, environment: secrets, sandbox, timeout: 60 };
    const ended = await host.run([NODE, "server.mjs", "once"], options);
    await host.close();
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const found = JSON.parse(ended.stdout) as Readonly<Record<string, string>>;
    expect(Object.keys(found).length).toBeGreaterThan(25);
    expect(Object.entries(found).filter(([, how]) => how !== "ok")).toEqual([]);
  });

  test("without a sandbox it gets at more: what is prevented is the sandbox's doing", async () => {
    const host = lab.hosts.debian12;
    await host.units.start(application("debian12", undefined));
    expect(await asked(host)).toMatchObject({ "seeing others' processes": "is not prevented" });
    await host.units.stopAll();
  });
});

/** A certificate of the world outside, which the application is told to trust. */
const certify = (folder: string): void => {
  const words =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=outside.test -addext subjectAltName=DNS:outside.test";
  execFileSync("openssl", [...words.split(" "), "-keyout", "outside.key", "-out", "outside.pem"], {
    cwd: folder,
    stdio: "ignore",
  });
};

const prepare = async (host: LabServer, name: keyof typeof other, folder: string): Promise<void> => {
  const packed = execFileSync("tar", ["-c", "-C", folder, "."], { maxBuffer: 1 << 28 });
  const account = `useradd --system --user-group ${ACCOUNT}; install -d -o ${ACCOUNT} -g ${ACCOUNT} ${DATA} /run/conformance`;
  await host.run(["/bin/sh", "-c", `${account}; mkdir -p ${APP}; tar -x --no-same-owner -C ${APP}; chmod 755 ${APP}`], {
    stdin: packed,
  });
  const outside = readFileSync(join(import.meta.dirname, "outside.mjs"));
  await host.files.write("/root/outside.mjs", outside, { mode: 0o600 });
  await host.sh(`cp ${APP}/outside.key ${APP}/outside.pem /root/; rm ${APP}/outside.key; mv ${APP}/outside.pem /etc/outside.pem
echo '${addresses[other[name]]} outside.test' >>/etc/hosts
umask 077; echo 'CONFORMANCE_SECRETS="/root/conformance.env"' >/root/conformance.env
systemd-run --unit=outside ${NODE} /root/outside.mjs`);
};
