import type { Program } from "../component.ts";

/** What the name server needs of the distribution. */
export const programs: readonly Program[] = [
  {
    name: "knot",
    package: "knot",
    path: "/usr/sbin/knotd",
    version: { run: ["/usr/sbin/knotd", "-V"], pattern: /version (\d+\.\d+\.\d+)/u },
    // Debian 12 has 3.2.6, the oldest that was tried.
    oldest: "3.2.6",
    why: "answers for the domain's names",
  },
];
