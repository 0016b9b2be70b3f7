/** What the tests need from the distribution, and how it is installed without leaving a service running because of us. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Programs that tests start, the Debian package that has each, and why. `service`: what apt would start. */
export const testPackages = [
  { path: "/usr/sbin/nginx", package: "nginx", why: "serves files and passes requests on", service: "nginx" },
  {
    path: "/usr/share/doc/libnginx-mod-http-brotli-static",
    package: "libnginx-mod-http-brotli-static",
    why: "lets nginx send files compressed with brotli",
  },
  { path: "/usr/sbin/knotd", package: "knot", why: "answers names", service: "knot" },
  { path: "/usr/bin/kdig", package: "knot-dnsutils", why: "asks names in tests" },
  { path: "/usr/sbin/mariadbd", package: "mariadb-server-core", why: "keeps the data" },
  { path: "/usr/bin/mariadb", package: "mariadb-client-core", why: "the SQL shell" },
  { path: "/usr/bin/ss", package: "iproute2", why: "shows which connections an old release still has" },
  { path: "/usr/bin/chromium", package: "chromium", why: "the browser of the browser tests" },
  { path: "/usr/sbin/sshd", package: "openssh-server", why: "a server to reach over SSH", service: "ssh" },
  { path: "/usr/bin/sudo", package: "sudo", why: "servers whose operator is not root" },
  { path: "/usr/bin/openssl", package: "openssl", why: "makes a test account's password" },
  { path: "/usr/bin/git", package: "git", why: "tells which files belong to a release" },
];

/** Installs what is missing, after saying which and why; ends the process with the line to type when it may not. */
export const installDistributionPackages = (wanted) => {
  const missing = wanted.filter((entry) => !existsSync(entry.path));
  if (missing.length === 0) return;
  for (const entry of missing) console.log(`Missing: ${entry.package} (${entry.why}).`);
  const names = missing.map((entry) => entry.package);
  const asRoot = rootPrefix();
  if (asRoot === undefined) {
    console.error(`Install them, then run the same command again:\n  sudo apt-get install ${names.join(" ")}`);
    process.exit(3);
  }
  console.log(`Installing ${names.join(", ")} with apt ...`);
  withoutServices(asRoot, missing, () => aptInstall(asRoot, names));
  const still = missing.filter((entry) => !existsSync(entry.path));
  if (still.length === 0) return;
  console.error(`apt did not bring ${still.map((entry) => entry.path).join(", ")}. See its words above.`);
  process.exit(3);
};

/** The words before a command that needs root: none, `sudo -n`, or undefined when there is no way. */
const rootPrefix = () => {
  if (process.getuid() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
};

const aptInstall = (asRoot, names) => {
  const apt = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
  const options = ["-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"];
  if (run([...apt, "install", ...options, ...names]) === 0) return;
  run([...apt, "update"]); // no package lists yet, or stale ones
  run([...apt, "install", ...options, ...names]);
};

/** policy-rc.d: https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt (101: action forbidden). */
const POLICY = "/usr/sbin/policy-rc.d";

/** Runs apt so that no package starts its service, and disables at boot what was not installed before. */
const withoutServices = (asRoot, missing, install) => {
  const ours = !existsSync(POLICY);
  if (ours) run([...asRoot, "sh", "-c", `printf '#!/bin/sh\\nexit 101\\n' > ${POLICY} && chmod 755 ${POLICY}`]);
  try {
    install();
  } finally {
    if (ours) run([...asRoot, "rm", "-f", POLICY]);
  }
  const services = missing.flatMap((entry) => entry.service ?? []);
  if (services.length > 0 && existsSync("/run/systemd/system")) run([...asRoot, "systemctl", "disable", ...services]);
};

const run = ([program, ...words]) =>
  spawnSync(program, words, { stdio: ["ignore", "inherit", "inherit"] }).status ?? 127;
