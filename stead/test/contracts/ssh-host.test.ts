import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import { honoursHost } from "./host.ts";
import { isRoot, sshBench } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { processes, until } from "./waiting.ts";
import { anyCharacter } from "../setup/any-character.ts";

let sshd: Sshd;
beforeAll(async () => {
  if (isRoot) sshd = await startSshd();
});
afterAll(async () => sshd?.close());

describe.skipIf(!isRoot)("over ssh (needs root)", () => {
  honoursHost("a server over ssh", () => sshBench(sshd), {
    units: "systemd is tested on the lab's hosts, which have one (npm test -- lab)",
  });

  describe("programs", () => {
    let host: ReturnType<typeof openSshHost>;
    beforeAll(() => {
      host = openSshHost(sshd.server);
    });
    afterAll(async () => host.close());

    test("any words reach the program as they are", async () => {
      const word = fc.string({ unit: anyCharacter });
      const nasty = fc.constantFrom(
        "",
        "'",
        `"`,
        "$(id)",
        "`id`",
        "a\nb",
        "\n",
        "-n",
        "--",
        "\\",
        "*",
        "~",
        "\u001E",
        "é",
        "!",
      );
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(word, nasty), { maxLength: 6 }), async (words) => {
          const { stdout } = await host.run(["/usr/bin/printf", "%s\\0", "first", ...words]);
          expect(stdout.split("\0").slice(1, -1)).toEqual(words);
        }),
        { numRuns: 60 },
      );
    });

    test("every exit status is the program's own, 255 and those of signals too", async () => {
      for (const status of [0, 1, 2, 71, 75, 97, 126, 127, 254, 255])
        expect((await host.run(["sh", "-c", `exit ${status}`])).exitCode).toBe(status);
      expect((await host.run(["sh", "-c", "kill -9 $$"])).exitCode).toBe(137);
    });

    test("input of any bytes arrives whole, and what a program leaves unread harms no later one", async () => {
      const input = new Uint8Array(1_500_000).map((_, index) => (index * 7) % 256);
      const { stdout } = await host.run(["sha256sum"], { stdin: input });
      const local = execFileSync("sha256sum", { input });
      expect(stdout).toBe(local.toString());
      await host.run(["true"], { stdin: input });
      expect((await host.run(["head", "-c", "3"], { stdin: "abcdef\nghi" })).stdout).toBe("abc");
      for (let time = 0; time < 5; time += 1)
        expect((await host.run(["cat"], { stdin: `${time}` })).stdout).toBe(`${time}`);
    });

    test("a program gets its folder, its variables, and of the operator's nothing", async () => {
      process.env["LC_STEAD"] = "operator";
      const environment = { PLAIN: "1", ODD: "it's\n$(x) `y`" };
      const { stdout } = await host.run(["sh", "-c", 'pwd; printf "%s\\n" "$ODD"; env'], {
        folder: "/usr/lib",
        environment,
      });
      expect(stdout).toContain("/usr/lib\nit's\n$(x) `y`\n");
      expect(stdout).toContain("PLAIN=1\n");
      expect(stdout).toContain("LANG=C.UTF-8\n");
      expect(stdout).not.toContain("LC_STEAD");
      expect(stdout).not.toContain("SSH_CONNECTION");
      delete process.env["LC_STEAD"];
    });

    test("a program runs as the account that is asked for, with its groups and home only", async () => {
      const { stdout } = await host.run(["sh", "-c", "id -un; id -Gn; echo $HOME"], { account: "www-data" });
      expect(stdout).toBe("www-data\nwww-data\n/var/www\n");
      await expect(host.run(["true"], { account: "no-such-account" })).rejects.toThrow("does not exist");
      await expect(host.run(["true"], { account: "a;id" })).rejects.toThrow("cannot be the name");
    });

    test("a timeout ends the program with its children, and says 124", async () => {
      const mark = `77${process.pid}01`;
      const began = Date.now();
      const { exitCode } = await host.run(["sh", "-c", `sleep ${mark} & sleep ${mark}`], { timeout: 0.5 });
      expect(exitCode).toBe(124);
      expect(Date.now() - began).toBeLessThan(5_000);
      await until(() => !running(mark));
    });

    test("an abort ends the program; one that waits for its input is ended as well", async () => {
      const mark = `77${process.pid}02`;
      const abort = new AbortController();
      const running1 = host.run(["sleep", mark], { signal: abort.signal });
      const running2 = host.run(["sleep", mark], { signal: abort.signal, stdin: "x".repeat(500_000) });
      await until(() => running(mark));
      abort.abort();
      expect((await running1).exitCode).toBe(137);
      await running2;
      await until(() => !running(mark));
    });

    test("more programs than sshd allows sessions run side by side, one after the other", async () => {
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, index) => host.run(["sh", "-c", `sleep 0.1; echo ${index}`])),
      );
      expect(answers.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 25 }, (_, index) => `${index}\n`));
    });

    test("hundreds of programs in a row, side by side, each get their own input and no other's", async () => {
      const row = async (line: number): Promise<void> => {
        for (let time = 0; time < 50; time += 1) {
          const stdin = time % 3 === 0 ? undefined : `${line}-${time}`;
          const { exitCode, stdout } = await host.run(["cat"], stdin === undefined ? {} : { stdin });
          expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: stdin ?? "" });
        }
      };
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(row));
    });

    test("secrets stand in no argv, on either side", async () => {
      const secret = `s3cret-${process.pid}-${Date.now()}`;
      const mark = `77${process.pid}03`;
      const seenEnough = new AbortController();
      const program = host.run(["sh", "-c", `cat >/dev/null; exec sleep ${mark}`], {
        environment: { PASSWORD: secret },
        stdin: secret,
        signal: seenEnough.signal,
      });
      const writing = host.files.write(join(tmpdir(), `stead-secret-${process.pid}`), secret, { mode: 0o600 });
      const seen: boolean[] = [];
      // From before it begins until it runs, and on.
      while (seen.length < 20 || !running(mark)) {
        seen.push(processes().some(({ words }) => words.join(" ").includes(secret)));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      seenEnough.abort();
      await program;
      await writing;
      await host.files.remove(join(tmpdir(), `stead-secret-${process.pid}`));
      expect(seen).not.toContain(true);
    });
  });
});

const running = (mark: string): boolean => processes().some(({ words }) => words.includes(mark));
