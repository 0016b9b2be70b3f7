import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderProgram } from "../../src/components/tls/program.ts";

/** Days after the certificate was made that the programs below take it to be. */
let days = 0;
let folder = "";
const at = (...names: readonly string[]): string => join(folder, ...names);

/** Stands before the real `date`: only the question for the time now gets another answer. */
const date = String.raw`#!/bin/sh
[ "$*" = +%s ] || exec /bin/date "$@"
echo $(($(/bin/date +%s) + SHIFT))
`;

/** Stands for the authority's client: gives a certificate that counts LIFE days, or refuses as the real one does. */
const dehydrated = String.raw`#!/bin/sh
echo "$*" >>"$DATA/asked"
case $* in *--register*) mkdir -p "$DATA/accounts"; exit 0 ;; esac
if [ "$REFUSES" = lost ] && [ ! -e "$DATA/lost" ]; then touch "$DATA/lost"; echo '"type": "urn:ietf:params:acme:error:accountDoesNotExist"'; exit 1; fi
if [ "$REFUSES" = yes ]; then
  printf '["type"]\t"http-01"\n["error","detail"]\t"203.0.113.7: Connection refused"\nERROR: Challenge is invalid!\n'
  exit 1
fi
mkdir -p "$DATA/certs/www.foobar.com" && cd "$DATA/certs/www.foobar.com"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$LIFE" -subj /CN=signed \
  -addext subjectAltName=DNS:foobar.com,DNS:www.foobar.com -keyout privkey.pem -out fullchain.pem 2>/dev/null
`;

const systemctl = String.raw`#!/bin/sh
case $* in reload*) echo reload >>"$DATA/reloads"; [ "$NGINX" != refuses ] || { NGINX=; exit 1; } ;; esac
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stead-certificate-"));
  days = 0;
  for (const name of ["bin", "tls", "data"]) mkdirSync(at(name));
  const program = renderProgram({
    site: "foobar.com",
    names: ["www.foobar.com", "foobar.com"],
    authority: "https://acme.test/directory",
    tls: at("tls"),
    data: at("data"),
    reader: execFileSync("id", ["-gn"], { encoding: "utf8" }).trim(),
    unit: "stead-host-nginx.service",
  });
  for (const [name, text] of Object.entries({ date, dehydrated, systemctl, certificate: program })) {
    writeFileSync(at("bin", name), text);
    chmodSync(at("bin", name), 0o755);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

const run = (
  verb: string,
  more: Readonly<Record<string, string>> = {},
): { readonly status: number; readonly text: string } => {
  const ended = spawnSync(at("bin/certificate"), [verb], {
    encoding: "utf8",
    env: {
      PATH: `${at("bin")}:/usr/sbin:/usr/bin:/sbin:/bin`,
      DATA: at("data"),
      SHIFT: String(Math.round(days * 86_400)),
      LIFE: "90",
      REFUSES: "",
      NGINX: "",
      ...more,
    },
  });
  return { status: ended.status ?? -1, text: `${ended.stdout}${ended.stderr}`.trim() };
};

const orders = (): number =>
  existsSync(at("data/asked")) ? readFileSync(at("data/asked"), "utf8").split("--cron").length - 1 : 0;
const serving = (): string => readFileSync(at("tls/foobar.com.crt"), "utf8");

test("it is short enough to be read", () => {
  expect(readFileSync(at("bin/certificate"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});

test("a placeholder is there at once; it is told from a certificate, and the timer leaves it alone", () => {
  expect(run("has").status).not.toBe(0);
  expect(run("prepare")).toEqual({ status: 0, text: expect.any(String) });
  expect(run("has").status).toBe(0);
  expect(statSync(at("tls/foobar.com.key")).mode & 0o777).toBe(0o640);
  expect(run("good").status).not.toBe(0);
  expect(run("tell")).toEqual({ status: 1, text: "a placeholder that no browser trusts" });
  expect(run("renew").status).toBe(0);
  expect(orders()).toBe(0);
});

test("obtained once: certificate and key belong together, nothing of the placeholder is left, and nobody is asked again", () => {
  run("prepare");
  expect(run("obtain")).toEqual({ status: 0, text: "" });
  expect(run("good").status).toBe(0);
  expect(readdirSync(at("tls")).filter((name) => name.startsWith("of-"))).toHaveLength(1);
  expect(run("obtain").status).toBe(0);
  expect(orders()).toBe(1);
  expect(run("tell").text).toMatch(/^until \d{4}-\d\d-\d\d \d\d:\d\d UTC, (?:99|100)% of its life left$/u);
});

// [days that it counts, days after which it is looked at, whether it is renewed]
test.each([
  [90, 59, false],
  [90, 61, true],
  [45, 29, false],
  [45, 31, true],
  [11, 7, false],
  [11, 8, true],
  [6, 2.9, false],
  [6, 3.1, true],
  [6, 8, true],
])("a certificate of %i days after %f: renewed is %s", (life, after, renewed) => {
  run("prepare");
  run("obtain", { LIFE: String(life) });
  const before = serving();
  days = after;
  expect(run("renew").status).toBe(0);
  expect(serving() !== before).toBe(renewed);
});

test("up itself renews what should have been renewed long ago, or is for other names or another authority", () => {
  run("prepare");
  run("obtain");
  days = 66;
  expect(run("good").status).toBe(0);
  days = 69;
  expect(run("good").status).not.toBe(0);
  expect(run("tell").status).not.toBe(0);
  days = 0;
  const program = readFileSync(at("bin/certificate"), "utf8");
  writeFileSync(
    at("bin/certificate"),
    program.replace("names='www.foobar.com foobar.com'", "names='www.foobar.com foobar.com shop.foobar.com'"),
  );
  expect(run("good").status).not.toBe(0);
  writeFileSync(at("bin/certificate"), program.replace("acme.test", "other.test"));
  expect(run("good").status).not.toBe(0);
});

test("refused: the old one serves on, and the authority's own words are told", () => {
  run("prepare");
  run("obtain");
  const before = serving();
  days = 61;
  const { status, text } = run("renew", { REFUSES: "yes" });
  expect([status, text]).toEqual([1, expect.stringContaining("203.0.113.7: Connection refused")]);
  expect(text).toContain("What there was serves on.");
  expect(serving()).toBe(before);
});

test("an authority that has lost the account is given a new one", () => {
  run("prepare");
  expect(run("obtain", { REFUSES: "lost" }).status).toBe(0);
  expect(orders()).toBe(2);
  expect(run("good").status).toBe(0);
});

test("nginx refuses the new one: the old one is put back", () => {
  run("prepare");
  run("obtain");
  const before = serving();
  days = 61;
  const { status, text } = run("renew", { NGINX: "refuses" });
  expect([status, text]).toEqual([1, expect.stringContaining("the old one serves on")]);
  expect(serving()).toBe(before);
});

test("taken off and set up again, the certificate that was got before serves, and the authority is not asked", () => {
  run("prepare");
  run("obtain");
  const before = serving();
  for (const name of readdirSync(at("tls"))) rmSync(at("tls", name), { recursive: true });
  run("prepare");
  expect(serving()).toBe(before);
  expect(run("good").status).toBe(0);
  expect(orders()).toBe(1);
});
