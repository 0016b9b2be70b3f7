import type { Facts } from "../../src/topology/facts.ts";

/** A bare server, other than that as the test says. */
export const facts = (more: Partial<Facts> = {}): Facts => ({
  system: "debian 12",
  architecture: "x64",
  cores: 2,
  memoryBytes: 2 ** 31,
  ipv6: true,
  operator: { name: "root", uid: 0 },
  home: "/srv/stead/foobar.com",
  run: "/run/stead/foobar.com",
  versions: {},
  ports: {},
  taken: [],
  ...more,
});
