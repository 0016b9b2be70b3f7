import { sayDuration } from "../../kernel/text.ts";
import type { SecretLine } from "../../operations/secrets/list-secrets.ts";
import type { Paint } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";

/** Names, ages and users; a line for each secret of each host. */
export const saySecrets = (secrets: readonly SecretLine[], paint: Paint, now = Date.now()): string =>
  secrets.length === 0
    ? "There are no secrets."
    : sayTable([
        ["", "name", "on", "age", "used by"].map((head) => paint("dim", head)),
        ...secrets.map((secret) => row(secret, paint, now)),
      ]);

const row = (secret: SecretLine, paint: Paint, now: number): readonly string[] => [
  markOf(secret, paint),
  secret.name,
  secret.host,
  secret.since === undefined ? "-" : sayDuration(Math.max(1, (now - Date.parse(secret.since)) / 1000)),
  sayUse(secret),
];

const markOf = ({ since, waiting, origin, usedBy }: SecretLine, paint: Paint): string => {
  if (origin === "generated") return paint("dim", "○");
  if (since === undefined) return paint("red", "●");
  return waiting === true || usedBy.length === 0 ? paint("yellow", "●") : paint("green", "●");
};

const sayUse = ({ usedBy, origin, since, waiting }: SecretLine): string =>
  [
    usedBy.length === 0 ? "nobody" : usedBy.join(", "),
    ...(origin === "set" && since === undefined ? ["(not set yet)"] : []),
    ...(origin === "generated" && since === undefined ? ["(made by the first `up`)"] : []),
    ...(waiting === true ? ["(it runs without this value until the next `up`)"] : []),
  ].join(" ");
