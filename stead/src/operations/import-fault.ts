import { fileURLToPath } from "node:url";
import type { Fault } from "../kernel/errors.ts";

/** Why a stead.config.ts could not be imported, for a person: at which line of whose file. */
export const importFault = (file: string, error: unknown): Fault => {
  if (!(error instanceof Error)) return thrown(file, file, `throws ${describe(error)}, which is no Error.`, []);
  const code = "code" in error ? String(error.code) : "";
  if (code === "ERR_MODULE_NOT_FOUND") return missingImport(file, error);
  if (code === "ERR_UNSUPPORTED_DIR_IMPORT") return folderImport(file, error);
  if (error instanceof SyntaxError && code !== "") return unreadable(file, error);
  if (error instanceof SyntaxError && isFrame(error)) return unreadable(file, error);
  if (["EACCES", "EISDIR", "EIO"].includes(code)) return notOpened(file, error);
  const frames = userFrames(file, error);
  return thrown(file, frames[0] ?? file, `throws ${error.name}: ${firstLine(error.message)}`, frames.slice(1));
};

const describe = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : typeof value);

const firstLine = (text: string): string => text.split("\n")[0] ?? "";

/** A syntax error, with the line as the parser shows it. */
const unreadable = (file: string, error: SyntaxError): Fault => {
  const lines = stackOf(error).split("\n");
  const head = lines.findIndex((line) => place.test(line));
  const [, path = file, line] = place.exec(lines[head] ?? "") ?? [];
  const end = lines.findIndex((text, index) => index > head && text === "");
  const frame =
    head < 0
      ? []
      : lines.slice(head + 1, end < 0 ? head + 4 : end).filter((text) => !/^\s+at |^SyntaxError/u.test(text));
  return {
    code: "SPEC_UNREADABLE",
    where: line === undefined ? file : `${plainPath(path)}:${line}`,
    what: `cannot be read: ${sentence(firstLine(error.message))}`,
    mend: mendOf(error.message),
    ...(frame.length > 0 ? { lines: frame } : {}),
  };
};

const place = /^((?:file:\/\/)?\/.*?):(\d+)$/u;

const isFrame = (error: SyntaxError): boolean =>
  stackOf(error)
    .split("\n")
    .some((line) => place.test(line));

const mendOf = (message: string): string =>
  /not supported in strip-only mode/u.test(message)
    ? "Node only takes types away: write it without enum, namespace, parameter properties and the like."
    : "Mend that line; the file is TypeScript.";

const missingImport = (file: string, error: Error): Fault => {
  const [, wanted = "a module", importer = file] =
    /^Cannot find (?:module|package) '([^']+)' imported from (.+)$/u.exec(firstLine(error.message)) ?? [];
  return {
    code: "SPEC_UNREADABLE",
    where: plainPath(importer),
    what: `imports ${plainPath(wanted)}, which is not there.`,
    mend: "Correct the import (local files with their ending: ./names.ts), or install the package.",
  };
};

/** The file itself is a folder, or something that it imports. */
const folderImport = (file: string, error: Error): Fault => {
  const [, folder = file, importer = file] =
    /^Directory import '([^']+)' is not supported resolving ES modules imported from (.+)$/u.exec(
      firstLine(error.message),
    ) ?? [];
  if (plainPath(folder) === file) return notOpened(file, new Error("it is a folder"));
  return {
    code: "SPEC_UNREADABLE",
    where: plainPath(importer),
    what: `imports ${plainPath(folder)}, which is a folder.`,
    mend: "Name the file in it that you mean: ./names/index.ts.",
  };
};

const notOpened = (file: string, error: Error): Fault => ({
  code: "SPEC_UNREADABLE",
  where: file,
  what: `cannot be opened: ${sentence(firstLine(error.message))}`,
  mend: "Make it a file that you may read.",
});

const thrown = (file: string, where: string, what: string, lines: readonly string[]): Fault => ({
  code: "SPEC_THROWS",
  where,
  what: sentence(what),
  mend: `Mend that line: ${file} must run by itself and export the site.`,
  ...(lines.length > 0 ? { lines: lines.map((line) => `called from ${line}`) } : {}),
});

/** `FILE:LINE:COLUMN` of each stack frame from the fault out to the config itself, innermost first. Node's own are left out. */
const userFrames = (file: string, error: Error): readonly string[] => {
  const frames = [...stackOf(error).matchAll(/^ {4}at .*?((?:file:\/\/)?\/.*):(\d+):(\d+)\)?$/gmu)]
    .filter(([line]) => !line.includes("node:"))
    .map(([, path = "", line, column]) => ({ path: plainPath(path), at: `${plainPath(path)}:${line}:${column}` }));
  const outermost = frames.findLastIndex(({ path }) => path === file);
  return frames.slice(0, outermost + 1).map(({ at }) => at);
};

const plainPath = (path: string): string => {
  const plain = path.replace(/\?reading=\d+$/u, "");
  return plain.startsWith("file://") ? fileURLToPath(plain) : plain;
};

const stackOf = (error: Error): string => (error.stack ?? "").replaceAll(/\?reading=\d+/gu, "");

const sentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);
