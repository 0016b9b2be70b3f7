import { commandFor } from "../../kernel/command-for.ts";
import { Secret } from "../../kernel/secret.ts";
import { join, plural } from "../../kernel/text.ts";
import type { RestoreBundleResult } from "../../operations/secrets/restore-bundle.ts";
import type { SetResult } from "../../operations/secrets/set-secret.ts";
import { readHidden, readPassphrase } from "../hidden-input.ts";
import { openSiteFor } from "../open-site-for.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Paint } from "../print/screen.ts";
import type { Call } from "../verb.ts";
import { saySecrets } from "./say-secrets.ts";
import { about } from "./words.ts";

type Task = (call: Call, words: readonly string[]) => Promise<void>;

const progressOf = ({ report, interruption }: Call) => ({ report, signal: interruption.signal });

const set: Task = async (call, words) => {
  const { name, site } = await about(call, words, "NAME");
  const bytes = await readHidden(`Value of ${name} for ${site.environment}: `, call.interruption.signal);
  const { setSecret } = await import("../../operations/secrets/set-secret.ts");
  const value = new Secret(bytes.toString("base64"));
  const result = await setSecret(site, { name, value, later: call.choices.flag("later") }, progressOf(call));
  sayOutcome(call.screen, result, (paint) => saySet(result, site.environment, paint));
};

const list: Task = async (call, [environment]) => {
  const site = await openSiteFor(call, environment, true);
  const { listSecrets } = await import("../../operations/secrets/list-secrets.ts");
  const secrets = await listSecrets(site);
  sayOutcome(call.screen, { secrets }, (paint) => saySecrets(secrets, paint));
};

const remove: Task = async (call, words) => {
  const { name, site } = await about(call, words, "NAME");
  const { removeSecret } = await import("../../operations/secrets/remove-secret.ts");
  const result = await removeSecret(site, name, progressOf(call));
  sayOutcome(call.screen, result, (paint) => `${paint("green", "✔")} ${name} is forgotten.`);
};

const bundle: Task = async (call, words) => {
  const { name: file, site } = await about(call, words, "FILE");
  const { makeBundle } = await import("../../operations/secrets/make-bundle.ts");
  const passphrase = new Secret(await readPassphrase(call.interruption.signal, true));
  const result = await makeBundle(site, { file, passphrase }, progressOf(call));
  sayOutcome(
    call.screen,
    result,
    (paint) =>
      `${paint("green", "✔")} ${plural(result.secrets, "secret")} in ${file}, encrypted. Keep it where the server's loss does not reach it, and the passphrase elsewhere.`,
  );
};

const restore: Task = async (call, words) => {
  const { name: file, site } = await about(call, words, "FILE");
  const { restoreBundle } = await import("../../operations/secrets/restore-bundle.ts");
  const passphrase = new Secret(await readPassphrase(call.interruption.signal, false));
  const wish = { file, passphrase, replace: call.choices.flag("replace") };
  const result = await restoreBundle(site, wish, progressOf(call));
  sayOutcome(call.screen, result, (paint) => sayRestored(result, commandFor("up", site.environment), paint));
};

/** What `stead secret` does, by the word after it. */
export const tasks = { set, list, remove, bundle, restore } satisfies Readonly<Record<string, Task>>;

const saySet = ({ name, changed, given }: SetResult, environment: string, paint: Paint): string => {
  const kept = changed ? `${name} is set` : `${name} has this value already`;
  const rest = {
    now: changed ? ", and the application runs with it." : ", and the application runs with it: nothing was done.",
    waiting: `. The application gets it with its next start: \`${commandFor("up", environment)}\`.`,
    unnamed: `. The application gets it once app.secrets names it: app: { secrets: ["${name}"] }.`,
  };
  return `${paint("green", "✔")} ${kept}${rest[given]}`;
};

const sayRestored = ({ written, kept }: RestoreBundleResult, up: string, paint: Paint): string =>
  [
    `${paint("green", "✔")} ${plural(written.length, "secret")} put back.${written.length > 0 ? ` \`${up}\` takes them in.` : ""}`,
    ...(kept.length === 0
      ? []
      : [
          `${paint("yellow", "!")} Another value was there already, and stays: ${join(kept)}. --replace takes the bundle's.`,
        ]),
  ].join("\n");
