import { expect, test } from "vitest";
import { mountOf } from "./disk-full.ts";

const mounts = ["/dev/sda1 / ext4 rw 0 0", "tmpfs /srv tmpfs rw 0 0", "tmpfs /srv/my\\040site tmpfs rw 0 0"].join("\n");

test.each([
  ["/etc/x", "/"],
  ["/srv", "/srv"],
  ["/srv/my site/etc", "/srv/my site"],
  ["/srvother/x", "/"],
])("%s lies on %s", (path, mount) => {
  expect(mountOf(path, mounts)).toBe(mount);
});
