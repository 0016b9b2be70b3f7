import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes a folder that apt takes for an archive, with one package whose scripts do what those of Debian's servers do:
 * enable its service and start it.
 */
export const makeArchive = (folder: string, name: string): void => {
  const tree = join(folder, "tree");
  const put = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
    chmodSync(join(tree, path), mode);
  };
  const control = [`Package: ${name}`, "Version: 1.0", "Architecture: all", "Maintainer: Nobody <nobody@example.org>"];
  put("DEBIAN/control", `${control.join("\n")}\nDescription: a service for a test\n`);
  put("DEBIAN/postinst", postinst(name), 0o755);
  put(`usr/sbin/${name}`, "#!/bin/sh\necho here\n", 0o755);
  put(`lib/systemd/system/${name}.service`, unitFile(name));
  put(`etc/init.d/${name}`, initScript(name), 0o755);
  const file = join(folder, `${name}.deb`);
  execFileSync("dpkg-deb", ["--root-owner-group", "-b", tree, file], { stdio: "ignore" });
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  const index = [...control, `Filename: ./${name}.deb`, `Size: ${statSync(file).size}`, `SHA256: ${hash}`];
  writeFileSync(join(folder, "Packages"), `${index.join("\n")}\nDescription: a service for a test\n`);
};

const postinst = (name: string): string =>
  ["#!/bin/sh", "set -e", `deb-systemd-helper enable ${name}.service`, `invoke-rc.d ${name} start`, ""].join("\n");

const unitFile = (name: string): string =>
  ["[Service]", `ExecStart=/usr/sbin/${name}`, "[Install]", "WantedBy=multi-user.target", ""].join("\n");

/** Started, it leaves a file that a test can see. */
const initScript = (name: string): string =>
  [
    "#!/bin/sh",
    "### BEGIN INIT INFO",
    `# Provides: ${name}`,
    "# Required-Start:",
    "# Required-Stop:",
    "# Default-Start: 2 3 4 5",
    "# Default-Stop: 0 1 6",
    "### END INIT INFO",
    "touch /srv/started",
    "",
  ].join("\n");
