import { expect, test } from "vitest";
import { packageFault } from "./package-faults.ts";

// As apt 2.6 and dpkg 1.21 wrote it.
test.each([
  ["E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)", "PACKAGES_BUSY"],
  ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.", "PACKAGES_BROKEN"],
  [
    "dpkg: error processing package nginx (--configure):\n installed nginx package post-installation script subprocess returned error exit status 1",
    "PACKAGES_BROKEN",
  ],
  ["The following packages have unmet dependencies:", "PACKAGES_BROKEN"],
  [
    "W: Failed to fetch http://deb.example/dists/bookworm/InRelease  Could not connect\nE: Unable to locate package nginx",
    "PACKAGES_UNAVAILABLE",
  ],
  [
    "E: Unable to fetch some archives, maybe run apt-get update\nE: Failed to fetch http://deb.example/nginx.deb",
    "PACKAGES_UNAVAILABLE",
  ],
  ["E: You don't have enough free space in /var/cache/apt/archives/.", "DISK_FULL"],
  ["something else", "ENGINE_MISSING"],
])("%j", (output, code) => {
  const fault = packageFault("web1", ["nginx"], 100, output).faults[0];
  expect(fault).toMatchObject({ code, where: "nginx on web1", lines: output.split("\n") });
});
