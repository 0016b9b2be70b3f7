import { expect, test } from "vitest";
import { parseUpgradable, upgradeFault } from "./upgrades.ts";

/** As apt 2.6 says it; apt 3.0 has the same `Inst` lines. */
const SIMULATED = `Reading package lists...
Calculating upgrade...
The following NEW packages will be installed:
  linux-image-6.1.0-42-amd64
The following packages have been kept back:
  postgresql-common qemu-guest-agent
  vim
The following packages will be upgraded:
  linux-image-amd64 nginx
2 upgraded, 1 newly installed, 0 to remove and 3 not upgraded.
Inst nginx [1.22.1-9+deb12u10] (1.22.1-9+deb12u11 Debian-Security:12/stable-security [amd64])
Inst linux-image-6.1.0-42-amd64 (6.1.180-1 Debian-Security:12/stable-security [amd64])
Inst linux-image-amd64 [6.1.170-1] (6.1.180-1 Debian:12.15/stable [amd64]) []
Conf nginx (1.22.1-9+deb12u11 Debian-Security:12/stable-security [amd64])
`;

test("what apt would upgrade, what is new, and what stays", () => {
  expect(parseUpgradable(SIMULATED)).toEqual({
    packages: [
      { name: "nginx", from: "1.22.1-9+deb12u10", to: "1.22.1-9+deb12u11" },
      { name: "linux-image-6.1.0-42-amd64", to: "6.1.180-1" },
      { name: "linux-image-amd64", from: "6.1.170-1", to: "6.1.180-1" },
    ],
    keptBack: ["postgresql-common", "qemu-guest-agent", "vim"],
  });
  expect(parseUpgradable("0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n")).toEqual({
    packages: [],
    keptBack: [],
  });
});

test.each([
  ["dpkg: error processing archive /var/cache/apt/archives/knot_3.2.6-2_amd64.deb (--unpack):", "PATCH_FAILED", "knot"],
  ["dpkg: error processing package nginx (--configure):\n subprocess returned 1", "PATCH_FAILED", "nginx"],
  ["dpkg: error processing archive x.deb\n cannot copy: No space left on device", "DISK_FULL", "upgrade"],
  ["E: Failed to fetch http://deb.debian.org/x  Could not connect", "PACKAGES_UNAVAILABLE", "mirror"],
  [
    "E: The repository 'http://mirror/debian stable Release' does not have a Release file.",
    "PACKAGES_UNAVAILABLE",
    "mirror",
  ],
  ["E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7", "PACKAGES_BUSY", "apt"],
])("%j is told as %s", (output, code, word) => {
  const fault = upgradeFault("web1", 100, output).faults[0];
  expect([fault?.code, `${fault?.where} ${fault?.what}`]).toEqual([code, expect.stringContaining(word)]);
  expect(fault?.lines?.join("\n")).toContain(output.split("\n")[0]);
});
