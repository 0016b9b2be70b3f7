import { expect, test } from "vitest";
import { otherHostFaults, readOtherHost } from "./other-host.ts";

test.each([
  [
    "sftp://keeper@nas.example.org/srv/backup",
    { user: "keeper", host: "nas.example.org", port: "22", path: "/srv/backup" },
  ],
  ["sftp://u1@203.0.113.8:23/home/x", { user: "u1", host: "203.0.113.8", port: "23", path: "/home/x" }],
  ["sftp://u@[2001:db8::8]:2222/b", { user: "u", host: "[2001:db8::8]", port: "2222", path: "/b" }],
] as const)("%s", (to, read) => {
  expect(readOtherHost(to)).toEqual(read);
});

test.each([
  "/mnt/backup",
  "sftp://nas.example.org/srv/backup",
  "sftp://keeper@nas.example.org",
  "sftp://keeper@-oProxyCommand=x/srv",
  "sftp://-l@nas/srv",
  "sftp://keeper@nas/srv;reboot",
  "sftp://keeper:password@nas/srv",
  "s3:https://store.example.org/bucket",
])("%s is none", (to) => {
  expect(readOtherHost(to)).toBeUndefined();
});

test("another host must be known by its key", () => {
  const to = "sftp://keeper@nas.example.org:23/srv";
  expect(otherHostFaults({ to })).toMatchObject([
    { where: "backup.hostKey", mend: expect.stringContaining("-p 23 nas") },
  ]);
  expect(otherHostFaults({ to, hostKey: "ssh-ed25519 AAAA" })).toEqual([]);
  expect(otherHostFaults({ to: "/mnt/backup" })).toEqual([]);
});
