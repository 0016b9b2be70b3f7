import type { Check } from "../../components/component.ts";
import { askDns } from "../../host/ask/ask-dns.ts";
import { askHttp } from "../../host/ask/ask-http.ts";
import type { Host } from "../../host/host.ts";
import { join } from "../../kernel/text.ts";
import { askThere, type AnswerThere } from "./ask-there.ts";
import { fault, ok, type Finding } from "./finding.ts";

/** Seconds a command may take to answer. */
const PATIENCE = 10;

/**
 * Makes a check for real, as a visitor or a resolver would: from here, or with the server's own Node (its path) where the host is a
 * server.
 */
export const makeCheck = async (component: string, check: Check, host: Host, node?: string): Promise<Finding> => {
  const told = await answerOf(check, host, node).catch((error: unknown) => ({
    complaint: error instanceof Error ? error.message : String(error),
  }));
  const complaint = "complaint" in told ? told.complaint : undefined;
  return complaint === undefined
    ? ok(component, `${check.says}${"detail" in told ? `: ${told.detail}` : ""}.`)
    : fault(
        component,
        `${check.says}? No: ${complaint}.`,
        ("mend" in check ? check.mend : undefined) ??
          `See \`stead logs ${component}\`; \`stead up -d\` starts what is missing.`,
      );
};

/** What is wrong; or, when nothing is, what is worth telling of it. */
type Answer = { readonly complaint?: string | undefined } | { readonly detail: string };

const answerOf = async (check: Check, host: Host, node: string | undefined): Promise<Answer> => {
  if (node !== undefined && check.kind !== "command")
    return { complaint: complaintThere(check, await askThere(host, node, check)) };
  switch (check.kind) {
    case "http": {
      const { status } = await askHttp(check);
      return { complaint: statusComplaint(check, status) };
    }
    case "dns":
      return { complaint: await dnsComplaint(check) };
    case "command":
      return answerOfCommand(check, host);
  }
};

const answerOfCommand = async (check: Extract<Check, { kind: "command" }>, host: Host): Promise<Answer> => {
  const { exitCode, stderr, stdout } = await host.run(check.run, {
    timeout: PATIENCE,
    ...(check.account === undefined ? {} : { account: check.account }),
  });
  const [first = ""] = (exitCode === 0 ? stdout : `${stderr}${stdout}`).trim().split("\n");
  if (exitCode !== 0) return { complaint: first === "" ? `exit status ${exitCode}` : first };
  return check.tells && first !== "" ? { detail: first } : {};
};

const complaintThere = (check: Exclude<Check, { kind: "command" }>, answer: AnswerThere): string | undefined => {
  if (answer.code !== undefined) return `there is no answer (${answer.code})`;
  if (check.kind === "http") return statusComplaint(check, answer.status ?? 0);
  const found = (answer.found ?? []).map(bare);
  return found.includes(bare(check.expect)) ? undefined : `the answer is ${found.length === 0 ? "empty" : join(found)}`;
};

const statusComplaint = ({ expect }: Extract<Check, { kind: "http" }>, status: number): string | undefined =>
  expect.includes(status) ? undefined : `it answered ${status}, not ${join(expect.map(String), "or")}`;

const dnsComplaint = async (check: Extract<Check, { kind: "dns" }>): Promise<string | undefined> => {
  const { code, authoritative, answers } = await askDns(check);
  // Of a SOA the first word, its primary server, is what is compared.
  const found = answers.filter(({ type }) => type === check.type).map(({ data }) => bare(data.split(" ")[0] ?? ""));
  if (code !== 0) return `the answer has code ${code}`;
  if (!authoritative) return "the answer is not authoritative";
  return found.includes(bare(check.expect)) ? undefined : `the answer is ${found.length === 0 ? "empty" : join(found)}`;
};

/** Names with and without the last dot, in any case, are the same (RFC 4343). */
const bare = (data: string): string => data.replace(/\.$/, "").toLowerCase();
