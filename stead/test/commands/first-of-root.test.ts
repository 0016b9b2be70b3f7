import { expect, test } from "vitest";
import { canAlter } from "../setup/altered-machine.ts";
import { runStead } from "../setup/run-stead.ts";
import { makeSiteFolder } from "../setup/site-folder.ts";

/** A shell in which nobody has ever used Stead: the folder of root's states is empty, and the umask is a strict one. */
const newMachine = [
  "unshare",
  "--mount",
  "sh",
  "-c",
  'mkdir -p /var/lib/stead && mount -t tmpfs -o mode=0700 tmpfs /var/lib/stead && umask 077 && "$@" && "$1" "$2" down',
  "sh",
];

if (!canAlter) console.warn("SKIPPED: the first site of a machine needs root and unshare(1)");

test.runIf(canAlter)("the first site of root on a machine, in a folder that only root may enter", async () => {
  const site = await makeSiteFolder({ domain: "foobar.com", app: { static: "." } }, "stead-first-", 0o700);
  site.write("index.html", "<h1>First</h1>\n");
  const { exitCode, stdout, stderr } = await runStead(site.folder, ["up", "-d"], { through: newMachine });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/Stopped 2 processes/u);
  expect(exitCode).toBe(0);
  await site.close();
});
