import { SteadError } from "../kernel/errors.ts";
import { applicationFolder, environmentOf } from "./environment.ts";
import { fleet } from "./fleet.ts";
import { readRecord, writeRecord, type ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { schemaHash } from "./schema-hash.ts";
import { step, stopIfInterrupted } from "./step.ts";

/** Seconds. A long migration is right to take its time; one that hangs must end some day. */
const LONGEST = 6 * 3600;

/**
 * Runs the application's `migrate` once, on the first host, in the sandbox of an instance, before any of those starts, and notes the schema it left in the
 * record of every host. Throws RELEASE_MIGRATE_FAILED, INTERRUPTED.
 */
export const migrate = async (context: ReleaseContext, record: ReleaseRecord): Promise<void> => {
  const [first] = fleet(context);
  const command = first.instances.migrate;
  if (command !== undefined) {
    const before = await schemaHash(context, first);
    const changed = async (): Promise<boolean> => before !== (await schemaHash(context, first));
    await step(
      context,
      "migrate",
      "Migrating the database",
      async () => {
        await runMigration(context, record, command);
        return changed();
      },
      (moved) => (moved ? "Migrated: the schema has changed" : "Migrated: the schema was up to date"),
    );
  }
  const schema = await schemaHash(context, first);
  if (schema === undefined) return;
  for (const { host, place } of fleet(context)) {
    const fresh = (await readRecord(host, place, record.id)) ?? record;
    await writeRecord(host, place, { ...fresh, schema });
  }
};

const runMigration = async (context: ReleaseContext, record: ReleaseRecord, command: string): Promise<void> => {
  const [member] = fleet(context);
  const { account, sandbox } = member.instances;
  const lines: string[] = [];
  const result = await member.host.run(["/bin/sh", "-c", command], {
    folder: applicationFolder(member, record),
    environment: await environmentOf(member, record, "migrate"),
    ...(account === undefined ? {} : { account }),
    ...(sandbox && { sandbox }),
    timeout: LONGEST,
    signal: context.signal,
    onLine: (line) => {
      if (line.trim() === "") return;
      lines.push(line);
      context.report({ kind: "note", step: "migrate", says: line });
    },
  });
  stopIfInterrupted(context.signal);
  if (result.exitCode === 0) return;
  throw new SteadError({
    code: "RELEASE_MIGRATE_FAILED",
    where: "app.migrate",
    what: `\`${command}\` ended with exit status ${result.exitCode}.`,
    mend: "Mend what its last lines say, and deploy again. See what the migration did before it failed.",
    lines: lines.slice(-20),
  });
};
