import { expect, test } from "vitest";
import { factsCommand, SEPARATOR } from "./facts-command.ts";
import { parseFacts } from "./parse-facts.ts";

const programs = [
  { name: "nginx", version: { run: ["/usr/sbin/nginx", "-v"], pattern: /nginx\/(\d+\.\d+\.\d+)/u } },
  { name: "mariadb", version: { run: ["/usr/sbin/mariadbd", "--version"], pattern: /Ver (\d+\.\d+\.\d+)-MariaDB/u } },
  { name: "knot", version: { run: ["/usr/sbin/knotd", "--version"], pattern: /version (\d+\.\d+\.\d+)/u } },
];

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ";

/** As Debian 12 printed it: nginx of this site, a foreign knotd on both protocols, sshd of another user's view. */
const recorded = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    system: `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n`,
    machine: "x86_64\n4\n",
    memory: "MemTotal:        8132540 kB\nmax\n",
    addresses:
      "00000000000000000000000000000001 01 80 10 80       lo\nfe800000000000000042acfffe110002 02 40 20 80     eth0\n",
    operator: "ada\n1000\n",
    accounts:
      "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000:Ada,,,:/srv/ada:/bin/bash\nsshd:x:101:65534::/run/sshd:\n",
    tcp: [
      HEAD,
      "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 236 1 0000000062d703ff 100 0 0 10 0",
      "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 00000000 100 0 0 10 0",
      "   2: 0100007F:14B4 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 815 1 00000000 100 0 0 10 0",
      "   3: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 816 1 00000000 100 0 0 10 0",
    ].join("\n"),
    tcp6: `${HEAD}\n   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4712 1 00000000 100 0 0 10 0\n`,
    udp: `${HEAD}\n  85: 0100007F:14B4 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 817 2 00000000 0\n`,
    udp6: "",
    processes: [
      "1 (systemd) S 0 1 1 0 -1 4194560 1 1 1 1 0 0 0 0 20 0 1 0 9 1000 300 184467",
      "900 (nginx) S 1 900 900 0 -1 4194560 1 1 1 1 0 0 0 0 20 0 1 0 5000 1000 300 184467",
      "901 (nginx) S 900 900 900 0 -1 4194560 1 1 1 1 0 0 0 0 20 0 1 0 5001 1000 300 184467",
      "950 (knot (old) d) S 1 950 950 0 -1 4194560 1 1 1 1 0 0 0 0 20 0 1 0 5002 1000 300 184467",
    ].join("\n"),
    sockets: [
      "/proc/900/fd/6 socket:[4711]",
      "/proc/901/fd/6 socket:[4711]",
      "/proc/900/fd/7 socket:[4712]",
      "/proc/950/fd/9 socket:[815]",
      "/proc/950/fd/10 socket:[817]",
    ].join("\n"),
    "version nginx": "nginx version: nginx/1.22.1\n",
    "version mariadb":
      "/usr/sbin/mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu on x86_64 (Debian 12)\n",
    "version knot": "/bin/sh: 14: /usr/sbin/knotd: not found\n",
    ...changes,
  })
    .map(([name, text]) => `\n${SEPARATOR}${name}\n${text}`)
    .join("");

test("the facts of a Debian 12", () => {
  expect(parseFacts(recorded(), programs, [900])).toEqual({
    system: "debian 12",
    architecture: "x64",
    cores: 4,
    memoryBytes: 8132540 * 1024,
    ipv6: true,
    operator: { name: "ada", uid: 1000 },
    versions: { nginx: "1.22.1", mariadb: "10.11.14" },
    taken: [
      { port: 22, by: "a process of sshd" },
      { port: 5300, by: "knot (old) d (pid 950)" },
    ],
  });
});

test("a site's own ports are only its own while its unit's session has them", () => {
  expect(parseFacts(recorded(), programs, []).taken).toContainEqual({ port: 8080, by: "nginx (pid 900)" });
});

test("ports that another site is about to take are taken; its own claims are not", () => {
  const claims = ["8080", "8080/of/tmp/stead-0-aa", "8081", "8081/of/tmp/stead-0-bb"].map(
    (name) => `@stead/port/${name}`,
  );
  const { taken } = parseFacts(recorded({ claims: claims.join("\n") }), programs, [900], "/tmp/stead-0-aa");
  expect(taken.filter(({ port }) => port > 8000)).toEqual([
    { port: 8081, by: "another site, which is just coming up," },
  ]);
});

test("a control group's bound counts as the memory", () => {
  expect(parseFacts(recorded({ memory: "MemTotal: 8132540 kB\n536870912\n" }), programs).memoryBytes).toBe(536870912);
});

test("a machine without IPv6, and one with an ARM processor", () => {
  const facts = parseFacts(recorded({ addresses: "", machine: "aarch64\n2\n", tcp6: "" }), programs);
  expect(facts).toMatchObject({ ipv6: false, architecture: "arm64", cores: 2 });
});

test("a word with a quote in it stays one word of the command", () => {
  const [, , script] = factsCommand([{ name: "it's", version: { run: ["/opt/it's here/x"], pattern: /(x)/u } }]);
  expect(script).toContain(`'/opt/it'\\''s here/x'`);
});
