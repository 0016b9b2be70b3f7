import { audit } from "./verbs/audit.ts";
import { backup } from "./verbs/backup.ts";
import { check } from "./verbs/check.ts";
import { completion } from "./verbs/completion.ts";
import { console } from "./verbs/console.ts";
import { cron } from "./verbs/cron.ts";
import { db } from "./verbs/db.ts";
import { deploy } from "./verbs/deploy.ts";
import { dns } from "./verbs/dns.ts";
import { doctor } from "./verbs/doctor.ts";
import { down } from "./verbs/down.ts";
import { explain } from "./verbs/explain.ts";
import { init } from "./verbs/init.ts";
import { lab } from "./verbs/lab.ts";
import { logs } from "./verbs/logs.ts";
import { mail } from "./verbs/mail.ts";
import { maintenance } from "./verbs/maintenance.ts";
import { notify } from "./verbs/notify.ts";
import { patch } from "./verbs/patch.ts";
import { plan } from "./verbs/plan.ts";
import { remove } from "./verbs/remove.ts";
import { releases } from "./verbs/releases.ts";
import { restore } from "./verbs/restore.ts";
import { rollback } from "./verbs/rollback.ts";
import { run } from "./verbs/run.ts";
import { secret } from "./verbs/secret.ts";
import { status } from "./verbs/status.ts";
import { up } from "./verbs/up.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order `--help` shows them. A new one is its file in verbs/ and a line here. */
export const verbs = {
  init,
  plan,
  up,
  down,
  remove,
  patch,
  status,
  backup,
  restore,
  secret,
  deploy,
  rollback,
  releases,
  logs,
  check,
  doctor,
  notify,
  dns,
  audit,
  explain,
  mail,
  run,
  console,
  db,
  cron,
  maintenance,
  completion,
  lab,
} as const satisfies Readonly<Record<string, Verb>>;
