import { spawn } from "node:child_process";
import { whileAwake } from "./keep-alive.ts";
import { connectionWords, sshEnvironment } from "./ssh-words.ts";
import type { SshServer } from "./ssh-server.ts";

/** Whether a new connection to a server gets through, beside the one that is open: tried for at most so many seconds. */
export const reaches = (server: SshServer, seconds: number): Promise<boolean> =>
  whileAwake(
    () =>
      new Promise((resolve) => {
        const words = connectionWords(server, ["ControlMaster=no", "ControlPath=none"]);
        const child = spawn("ssh", [...words, "true"], { detached: true, env: sshEnvironment(), stdio: "ignore" });
        const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
        child.once("error", () => resolve(false));
        child.once("exit", (code) => {
          clearTimeout(timer);
          resolve(code === 0);
        });
      }),
  );
