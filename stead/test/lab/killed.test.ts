import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { countOf, prove } from "../proof/prove.ts";
import { seed } from "../setup/seed.ts";
import { idOf, makeLabSite, type LabSite } from "./lab-site.ts";
import { orphanLocks, tracesOfLabs } from "./traces.ts";
import { labWorks } from "../setup/lab-works.ts";

const servers = { web1: { address: ["203.0.113.7", "2001:db8::7"] }, web2: { address: "10.0.0.5", memory: "512m" } };

const program = resolve(import.meta.dirname, "../../bin/stead.mjs");

/** Starts `stead lab up` and kills it with SIGKILL after a while, unless it had ended. */
const killedUp = async ({ folder }: LabSite, milliseconds: number): Promise<void> => {
  const child = spawn(process.execPath, [program, "lab", "up"], { cwd: folder, stdio: "ignore", detached: true });
  const ended = once(child, "exit");
  await Promise.race([sleep(milliseconds), ended]);
  child.kill("SIGKILL");
  await ended;
};

/** The seed's n-th number from 0 up to 1; Knuth's multiplicative hash. */
const random = (n: number): number => (((seed + n) * 2_654_435_761) % 2 ** 32) / 2 ** 32;

describe.skipIf(!labWorks)("a lab whose command was killed", () => {
  test("at any instant of up: down leaves nothing, and up makes it whole", async () => {
    const count = countOf("lab-killed");
    const site = makeLabSite(servers);
    try {
      // The images are there afterwards, and it is known how long it takes.
      const from = performance.now();
      await site.lab("up");
      const usual = performance.now() - from;
      await site.lab("down");
      for (let n = 0; n < count; n += 1) {
        const instant = Math.round(random(n) * Math.min(usual, 5000));
        await killedUp(site, instant);
        if (n % 2 === 0) {
          expect(await site.lab("up"), `after ${instant} ms`).toMatchObject({ environment: "production" });
          expect(await site.on("web2", "hostname"), `after ${instant} ms`).toBe("web2");
        }
        await site.lab("down", "production");
        expect(tracesOfLabs([idOf(site)]), `killed after ${instant} ms`).toEqual([]);
      }
    } finally {
      await site.close();
    }
    expect(orphanLocks()).toEqual([]);
    prove("lab-killed", count, "nothing left, and whole again");
  });
});
