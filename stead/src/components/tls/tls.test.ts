import { expect, test } from "vitest";
import { compile } from "../../compile.ts";
import { parseSpec } from "../../spec/parse.ts";
import type { Ensure, File, Value } from "../../state/vocabulary.ts";
import type { Facts } from "../../topology/facts.ts";
import { siteSchema } from "../registry.ts";
import { facts } from "../../../test/setup/facts.ts";

const desired = (
  spec: object,
  { environment = "production", lab, ...more }: { environment?: string; lab?: object } & Partial<Facts> = {},
): readonly Value[] => {
  const environments = { production: { servers: { web1: { address: ["203.0.113.7", "2001:db8::7"] } } } };
  const app = { start: "node server.js" };
  const parsed = parseSpec({ domain: "foobar.com", app, environments, ...spec }, environment, siteSchema);
  const settings = { ...parsed.settings, ...(lab && { labAuthority: lab }) };
  const name = environment === "local" ? "local" : "web1";
  return compile({ ...parsed, settings }, { [name]: facts(more) }).desired.get(name) ?? [];
};

const text = (values: readonly Value[], id: string): string => {
  const file = values.find((value): value is File => value.id === id);
  return typeof file?.content === "string" ? file.content : "";
};
/** All that nginx has of the site: one file on `local`, two on a server. */
const site = (values: readonly Value[]): string =>
  ["file:nginx/site.conf", "file:host/nginx/nginx.conf", "file:nginx/website.conf"]
    .map((id) => text(values, id))
    .join("");
const issued = (values: readonly Value[]): Ensure | undefined =>
  values.find((value): value is Ensure => value.id === "ensure:tls/issued");

test("one certificate for every name, which are to be seen where the site is, in both families", () => {
  const values = desired({ aliases: ["old.foobar.com", { name: "shop.foobar.com", serve: true }] });
  expect(issued(values)?.seen).toEqual(
    ["www.foobar.com", "foobar.com", "old.foobar.com", "shop.foobar.com"].map((name) => ({
      name,
      v4: ["203.0.113.7"],
      v6: ["2001:db8::7"],
    })),
  );
  expect(text(values, "file:tls/program")).toContain(
    "names='www.foobar.com foobar.com old.foobar.com shop.foobar.com'",
  );
});

test("it is asked for last, when the site serves and its names are answered for", () => {
  expect(issued(desired({}))?.needs).toEqual(
    expect.arrayContaining(["ensure:tls/placeholder", "unit:knot", "unit:nginx", "instances:app"]),
  );
  expect(desired({}).find(({ id }) => id === "unit:nginx")?.needs).toContain("ensure:tls/placeholder");
});

test("local has none of it: no certificate, no port, nothing of it in nginx, whatever is set", () => {
  const values = desired({ hsts: { days: 10 }, tls: { email: "ops@example.org" } }, { environment: "local" });
  expect(values.filter(({ id }) => id.includes("tls"))).toEqual([]);
  expect(site(values)).not.toMatch(/ssl|443|http2|Strict-Transport/u);
});

test("the firewall opens the port, and only TLS is spoken there", () => {
  const values = desired({});
  expect(text(values, "file:firewall/site.nft")).toContain("open_tcp { 443 }");
  expect(
    site(values)
      .match(/listen .*:443.*;/gu)
      ?.every((line) => line.includes(" ssl")),
  ).toBe(true);
});

test("HTTP/2 is said as the server's own nginx takes it: Debian 12 has 1.22, 13 has 1.26", () => {
  expect(site(desired({}))).toContain("listen 0.0.0.0:443 ssl http2;");
  const newer = site(desired({}, { system: "debian 13" }));
  expect([newer.includes("http2 on;"), newer.includes("ssl http2")]).toEqual([true, false]);
  expect(site(desired({}, { system: "debian 12", versions: { nginx: "1.27.0" } }))).toContain("http2 on;");
  expect(site(desired({}, { system: "debian 12", versions: { nginx: "1.25.0" } }))).toContain("ssl http2;");
});

test("hsts: off unless set, and only on encrypted answers", () => {
  expect(site(desired({}))).not.toContain("Strict-Transport-Security");
  const set = site(desired({ hsts: { days: 365, subdomains: true, preload: true } }));
  expect(set).toContain('add_header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload" always;');
  const plain = set.split("\nserver {\n").filter((server) => /listen \S+:80;/u.test(server));
  expect(plain).toHaveLength(1);
  expect(plain[0]).not.toContain("Strict-Transport-Security");
});

test("tls.authority and tls.email reach the client; a lab's authority takes the place of both, with what proves it", () => {
  const own = desired({ tls: { authority: "https://acme.example/dir", email: "ops@example.org" } });
  expect(text(own, "file:tls/dehydrated.conf")).toMatch(
    /^CA='https:\/\/acme\.example\/dir'$[^]*^CONTACT_EMAIL='ops@example\.org'$/mu,
  );
  expect(text(own, "file:tls/authority.pem")).toBe("");
  const lab = desired({}, { lab: { directory: "https://acme.lab:14000/dir", roots: "PEM\n" } });
  expect(text(lab, "file:tls/dehydrated.conf")).toContain("CA='https://acme.lab:14000/dir'");
  expect(text(lab, "file:tls/dehydrated.conf")).toContain("--cacert /etc/stead/foobar.com/tls/authority.pem");
  expect(text(lab, "file:tls/authority.pem")).toBe("PEM\n");
});
