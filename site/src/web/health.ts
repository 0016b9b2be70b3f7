import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { waitingOf } from "../db/migrate.ts";
import { keepPrivate } from "./caching.ts";
import type { Services } from "./services.ts";

/** Milliseconds after which a silent database counts as unreachable. */
const PATIENCE = 2_000;

/**
 * `/livez`: the process answers. `/healthz`: it can serve visitors, that is, the database answers and every migration of
 * this release has been applied; 503 with the reason otherwise.
 */
export const addHealth = (app: FastifyInstance, { db }: Pick<Services, "db">): void => {
  let migrated = false;
  app.get("/livez", (_request, reply) => {
    keepPrivate(reply);
    return reply.send({ alive: true });
  });
  app.get("/healthz", async (_request, reply) => {
    keepPrivate(reply);
    const fault = await within(PATIENCE, async () => {
      // Applied migrations stay applied, so that is asked until it is so and never again.
      if (migrated) await sql`SELECT 1`.execute(db);
      else if ((await waitingOf(db)).length > 0) return "migrations are waiting";
      migrated = true;
      return undefined;
    });
    return fault === undefined ? reply.send({ ready: true }) : reply.code(503).send({ ready: false, why: fault });
  });
};

const within = async (milliseconds: number, ask: () => Promise<string | undefined>): Promise<string | undefined> => {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve("the database does not answer"), milliseconds);
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return "the database cannot be reached";
  } finally {
    clearTimeout(timer);
  }
};
