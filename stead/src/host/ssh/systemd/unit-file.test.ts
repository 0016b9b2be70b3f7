import { describe, expect, test } from "vitest";
import type { UnitDefinition } from "../../../state/observations.ts";
import { readNotes } from "./stead-section.ts";
import { timerFiles } from "./timer-file.ts";
import { renderService } from "./unit-file.ts";
import { serviceName, sliceName, unitOf } from "./unit-names.ts";

const paths = { site: "foobar.com", etc: "/etc/stead/foobar.com" };

const nginx: UnitDefinition = {
  name: "nginx",
  run: ["/usr/sbin/nginx", "-p", "./", "-c", "nginx.conf"],
  folder: "/etc/stead/foobar.com/nginx",
  account: "www-data",
  sandbox: { kind: "engine", writes: ["/var/lib/stead/foobar.com/nginx"], lowPorts: true, makesCode: true },
  ready: { kind: "connect", at: { address: "127.0.0.1", port: 80 } },
  readyTimeout: 15,
  reload: { run: ["/bin/sh", "-c", 'kill -HUP "$(cat pid)"'] },
  stop: { signal: "SIGQUIT", timeout: 5 },
  restart: "always",
};

const instance: UnitDefinition = {
  name: "app@20261123-120501-ab12cd-1",
  run: ["/bin/sh", "-c", 'rm -f -- "$PORT"; exec /bin/sh -c "$0"', "node dist/main.js --rate 50%"],
  folder: "/srv/stead/foobar.com/releases/20261123-120501-ab12cd/app",
  account: "stead-foobar-com",
  environment: { PORT: "/run/stead/foobar.com/20261123-120501-ab12cd/1.sock" },
  environmentFiles: ["/etc/stead/foobar.com/secrets/generations/20261123-120501-ab12cd.env"],
  sandbox: { kind: "application", writes: ["/run/stead/foobar.com/20261123-120501-ab12cd"] },
  ready: {
    kind: "http",
    at: { socket: "/run/stead/foobar.com/20261123-120501-ab12cd/1.sock" },
    path: "/healthz",
  },
  readyTimeout: 30,
  stop: { signal: "SIGTERM", timeout: 30 },
  restart: "always",
};

const job = (overlap: "skip" | "wait" | "kill"): UnitDefinition => ({
  ...instance,
  name: "cron-tidy@20261123-120501-ab12cd",
  ready: { kind: "command", run: ["/bin/true"] },
  restart: "never",
  schedule: { at: "15 4 * * 1-5", timeout: 600, overlap },
});

describe("a unit file", () => {
  const linesOf = (definition: UnitDefinition): readonly string[] => renderService(paths, definition, 7).split("\n");

  test("starts an engine, waits until it answers, and lets it read its configuration again", () => {
    expect(linesOf(nginx)).toEqual(
      expect.arrayContaining([
        "Slice=stead-foobar.com.slice",
        "User=www-data",
        "WorkingDirectory=/etc/stead/foobar.com/nginx",
        "ExecStart=:/usr/sbin/nginx -p ./ -c nginx.conf",
        "ExecStartPost=:/etc/stead/foobar.com/bin/await-ready connect 127.0.0.1 80",
        String.raw`ExecReload=:/bin/sh -c "kill -HUP \"$(cat pid)\""`,
        "ExecStop=+/etc/stead/foobar.com/bin/end-all SIGQUIT 5",
        "Before=stead-foobar.com-engines.target",
        "TimeoutStartSec=infinity",
        "Restart=always",
        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
        "ReadWritePaths=/var/lib/stead/foobar.com/nginx",
      ]),
    );
  });

  test("starts an application after the engines; no percent sign, quote or dollar changes its words", () => {
    expect(linesOf(instance)).toEqual(
      expect.arrayContaining([
        String.raw`ExecStart=:/bin/sh -c "rm -f -- \"$PORT\"; exec /bin/sh -c \"$0\"" "node dist/main.js --rate 50%%"`,
        "Environment=PORT=/run/stead/foobar.com/20261123-120501-ab12cd/1.sock",
        "EnvironmentFile=/etc/stead/foobar.com/secrets/generations/20261123-120501-ab12cd.env",
        "After=network-online.target stead-foobar.com-engines.target",
        "TimeoutStartSec=60",
      ]),
    );
  });

  test("gives an application all that an ordinary program notices", () => {
    const lines = linesOf(instance);
    expect(lines).toContain("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK");
    expect(lines).not.toContain("MemoryDenyWriteExecute=yes");
    expect(lines.join("\n")).not.toMatch(/ProcSubset|PrivateNetwork|IPAddressDeny/u);
  });

  test("a script of several lines stays one line of the file", () => {
    const [line] = linesOf({ ...nginx, run: ["/bin/sh", "-c", "\ncd /x\n\techo 'a\\b'\n"] }).filter((text) =>
      text.startsWith("ExecStart="),
    );
    expect(line).toBe(String.raw`ExecStart=:/bin/sh -c "\ncd /x\n\x09echo 'a\\b'\n"`);
  });

  test("says all that is known of the unit, so that its definition is read from it again", () => {
    for (const definition of [nginx, instance, job("wait")])
      expect(readNotes(renderService(paths, definition, 7))).toEqual({
        untouched: true,
        site: "foobar.com",
        order: 7,
        definition,
      });
    const changed = renderService(paths, nginx, 7).replace("UMask=0027", "UMask=0000");
    expect(readNotes(changed)).toMatchObject({ untouched: false, definition: nginx });
    expect(readNotes("[Service]\nExecStart=/bin/true\n")).toBeUndefined();
    expect(readNotes("[X-Stead]\nSite=foobar.com\nDefinition={broken\n")).toBeUndefined();
  });
});

describe("a job", () => {
  test("that may be skipped has its timer alone; its time-out is systemd's", () => {
    const files = timerFiles(paths, job("skip"));
    expect([...files.keys()]).toEqual(["stead-foobar.com-cron-tidy@20261123-120501-ab12cd.timer"]);
    expect([...files.values()][0]).toContain("OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 04:15:00 UTC\n");
    expect(renderService(paths, job("skip"), 1)).toContain("TimeoutStartSec=600\n");
  });

  test.each(["wait", "kill"] as const)("that is to %s has a service that makes room", (overlap) => {
    const files = timerFiles(paths, job(overlap));
    const due = "stead-foobar.com-due-cron-tidy@20261123-120501-ab12cd.service";
    expect(files.get("stead-foobar.com-cron-tidy@20261123-120501-ab12cd.timer")).toContain(`Unit=${due}\n`);
    expect(files.get(due)).toContain(
      `make-room ${overlap} stead-foobar.com-cron-tidy@20261123-120501-ab12cd.service\n`,
    );
  });
});

describe("names", () => {
  test("of units are the site's and the unit's; a dash in a slice would be a slice within", () => {
    expect(serviceName("foobar.com", "app@1-2")).toBe("stead-foobar.com-app@1-2.service");
    expect(sliceName("xn--mnchen-3ya.example")).toBe(String.raw`stead-xn\x2d\x2dmnchen\x2d3ya.example.slice`);
    expect(unitOf("foobar.com", "stead-foobar.com-nginx.service")).toBe("nginx");
    expect(unitOf("foobar.com", "stead-example.org-nginx.service")).toBeUndefined();
  });

  test.each(["a b", "../x", "", "a@b@c", "a/b", "a".repeat(200)])("%j cannot be the name of a unit", (name) => {
    expect(() => serviceName("foobar.com", name)).toThrow("cannot be the name of a unit");
  });

  test("a site that is no domain in ASCII is refused before it becomes a path", () => {
    expect(() => serviceName("../etc", "x")).toThrow("cannot be a site");
  });
});
