import type { Sandbox } from "../../../state/vocabulary.ts";
import { word, type Line } from "./unit-text.ts";

/**
 * What a unit may not do (systemd.exec(5)). Everything in `common` is out of sight of an ordinary program; what such a program
 * does notice is left to it: /proc/stat and /proc/cpuinfo (os.cpus()), netlink (os.networkInterfaces()), pages that are writable
 * and executable (JIT), changing the owner and the priority of what is its own.
 */
export const sandboxLines = (sandbox: Sandbox): readonly Line[] => [
  ...common,
  ...perKind[sandbox.kind],
  ...(sandbox.makesCode === true || sandbox.kind === "application" ? [] : [["MemoryDenyWriteExecute", "yes"] as const]),
  ...capabilities(sandbox),
  ...(sandbox.writes.length > 0 ? [["ReadWritePaths", sandbox.writes.map(word).join(" ")] as const] : []),
];

const common: readonly Line[] = [
  ["NoNewPrivileges", "yes"],
  ["ProtectSystem", "strict"],
  ["ProtectHome", "yes"],
  ["PrivateTmp", "yes"],
  ["PrivateDevices", "yes"],
  ["DevicePolicy", "closed"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectClock", "yes"],
  ["ProtectHostname", "yes"],
  ["ProtectProc", "invisible"],
  ["RestrictNamespaces", "yes"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["LockPersonality", "yes"],
  ["KeyringMode", "private"],
  ["SystemCallArchitectures", "native"],
  ["SystemCallErrorNumber", "EPERM"],
  ["LimitNOFILE", "65536"],
];

/** Of two sites' programs on a server that runs out of memory, the applications end before the engines. */
const perKind: Readonly<Record<Sandbox["kind"], readonly Line[]>> = {
  engine: [
    ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged @resources @keyring"],
    // Engines raise the number of their open files and set the places of their threads, within what they are given.
    ["SystemCallFilter", "setrlimit sched_setaffinity setpriority"],
    ["UMask", "0027"],
    ["OOMScoreAdjust", "-100"],
  ],
  application: [
    ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK"],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged @keyring"],
    ["SystemCallFilter", "@chown"],
    ["UMask", "0007"],
    ["OOMScoreAdjust", "300"],
  ],
};

/** An own view of the accounts (PrivateUsers) takes every power over the host's own network, so it does not go with a low port. */
const capabilities = ({ lowPorts }: Sandbox): readonly Line[] =>
  lowPorts === true
    ? [
        ["CapabilityBoundingSet", "CAP_NET_BIND_SERVICE"],
        ["AmbientCapabilities", "CAP_NET_BIND_SERVICE"],
      ]
    : [
        ["CapabilityBoundingSet", ""],
        ["PrivateUsers", "yes"],
      ];
