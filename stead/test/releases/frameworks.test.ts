import { expect, test } from "vitest";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** Other people's applications, as their own guides write them, with packages from the registry. */
const cases = [
  { application: "express", says: "Hello from Express", app: {} },
  { application: "fastify", says: "from Fastify", app: { port: true } },
  {
    application: "next",
    says: "Hello from Next",
    app: { port: true, build: "npm run build", start: "npm start", startTimeout: 30 },
  },
];

test.each(cases)(
  "$application is built, served, deployed again and ended",
  async ({ application, says, app }) => {
    await tried(application, app, async (trial) => {
      expect(await trial.get()).toContain(says);
      await trial.deploy();
      expect(await trial.get()).toContain(says);
      expect(await trial.processes()).toHaveLength(2);
    });
  },
  240_000,
);

test("Fastify's Number(process.env.PORT) on a socket's path: the error shows the line to change", async () => {
  await tried("express", {}, async (trial) => {
    trial.become("fastify");
    trial.wish({ app: { startTimeout: 3 } });
    const fault = await faultOf(trial.deploy());
    expect(fault.what).toContain("takes PORT for a number");
    expect(fault.mend).toContain("`port: true`");
    expect(await trial.get()).toContain("Hello from Express");
  });
}, 120_000);

const tried = async (application: string, app: object, work: (trial: Trial) => Promise<void>): Promise<void> => {
  const trial = await openTrial(application, { app: { ...app } });
  try {
    await work(trial);
  } finally {
    await trial.close();
  }
};
