import { describe, expect, test } from "vitest";
import { parseState, whyRestart } from "./restart-of.ts";
import { parseRunningOld } from "./running-old.ts";

describe("who runs what was replaced", () => {
  const LOOK = `unit nginx /stead.slice/stead-host.slice/stead-host-nginx.service
unit mariadb /stead.slice/stead-foobar.com.slice/stead-foobar.com-mariadb.service
unit gone 
old /init.scope
old /stead.slice/stead-host.slice/stead-host-nginx.service
old /system.slice/ssh.service
old /system.slice/ssh.service
old /system.slice/system-getty.slice/getty@tty1.service
old /user.slice/user-0.slice/session-1.scope
old /user.slice/user-1000.slice/user@1000.service/app.slice/x.service
`;

  test("units of the site by their names, others by their services; people's sessions are theirs", () => {
    expect(parseRunningOld(LOOK)).toEqual({ units: ["nginx"], others: ["getty@tty1.service", "ssh.service"] });
  });

  test("nobody", () => {
    expect(parseRunningOld("unit nginx /a.service\n")).toEqual({ units: [], others: [] });
    expect(parseRunningOld("")).toEqual({ units: [], others: [] });
  });
});

describe("why a server must be restarted", () => {
  const kernel = { name: "linux-image-6.1.0-42-amd64", to: "6.1.180-1" };
  const nginx = { name: "nginx", from: "1", to: "2" };

  test("a kernel that comes, or that came and does not run; no kernel in a container", () => {
    expect(whyRestart({ container: false }, [nginx, kernel])).toContain("linux-image-6.1.0-42-amd64");
    expect(whyRestart({ container: true }, [nginx, kernel])).toBeUndefined();
    expect(whyRestart({ container: false, kernel: "6.1.0-42-amd64" }, [])).toContain("6.1.0-42-amd64 is installed");
    expect(whyRestart({ container: false }, [nginx, { name: "linux-image-amd64", to: "1" }])).toBeUndefined();
  });

  test("what packages asked for, with their names when they gave them", () => {
    expect(whyRestart(parseState("required libc6 dbus \n"), [])).toBe("Upgraded packages ask for it: libc6 dbus.");
    expect(whyRestart(parseState("container\nrequired \n"), [])).toBe("A package that was upgraded asks for it.");
  });

  test.each([
    ["Startup finished in 623ms (userspace) \ngraphical.target reached after 602ms in userspace.", 0.623],
    [
      "Startup finished in 5.1s (firmware) + 2.4s (loader) + 1.2s (kernel) + 1min 3.5s (userspace) = 1min 12.200s ",
      72.2,
    ],
    ["Startup finished in 2.100s (kernel) + 8.4s (userspace) = 10.500s\n", 10.5],
    ["Bootup is not yet finished (org.freedesktop.systemd1.Manager.FinishTimestampMonotonic=0).", undefined],
  ])("how long the last start took: %j", (said, seconds) => {
    expect(parseState(`${said}\n`).started).toEqual(seconds === undefined ? undefined : expect.closeTo(seconds));
  });
});
