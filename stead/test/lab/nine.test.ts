import { describe, expect, test } from "vitest";
import { idOf, makeLabSite } from "./lab-site.ts";
import { tracesOfLabs } from "./traces.ts";
import { labWorks } from "../setup/lab-works.ts";

/** Nine hosts of both releases and both protocols: what a site that has outgrown one server may look like. */
const servers = Object.fromEntries(
  Array.from({ length: 9 }, (_, index) => [
    `host${index + 1}`,
    { address: [`203.0.113.${index + 1}`, `2001:db8::${index + 1}`], debian: index % 2 === 0 ? 12 : 13 },
  ]),
);

describe.skipIf(!labWorks)("nine hosts", () => {
  test("are ready at once: the time is printed, by `npm test -- lab nine`", async () => {
    const [one, few] = [makeLabSite(servers), makeLabSite({ web1: servers["host1"], web2: servers["host2"] })];
    try {
      // Makes the images, which all later labs share.
      await few.lab("up");
      await few.lab("down");
      const up = await timed(() => one.lab("up"));
      const looks = Object.values(await one.look());
      expect(looks.map(({ state }) => state)).toEqual(Array.from({ length: 9 }, () => "running"));
      expect(await one.on("host9", "ping -c1 -W2 2001:db8::2 >/dev/null && echo yes")).toBe("yes");
      const down = await timed(() => one.lab("down"));
      console.log(`A lab of 9 hosts: ready ${up} s after the command was typed, gone after ${down} s.`);
      expect(tracesOfLabs([idOf(one)])).toEqual([]);
    } finally {
      await few.close();
      await one.close();
    }
  });
});

/** Seconds, with one decimal. */
const timed = async (work: () => Promise<unknown>): Promise<string> => {
  const from = performance.now();
  await work();
  return ((performance.now() - from) / 1000).toFixed(1);
};
