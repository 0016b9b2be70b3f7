import { domainToASCII, domainToUnicode } from "node:url";

/** A domain name in both of its forms: as it travels (punycode) and as people read it. */
export interface Domain {
  readonly ascii: string;
  readonly unicode: string;
}

/** Why a text is no domain, and what to write instead. */
export interface DomainFault {
  readonly what: string;
  readonly mend: string;
}

/**
 * Reads a domain name of two or more labels, ASCII or international (UTS 46, as browsers do), without wildcard, port or scheme.
 * Limits of length are those of RFC 1035, 2.3.4: 63 bytes for a label, 253 for a name.
 */
export const readDomain = (text: string): Domain | DomainFault => {
  const shape = shapeFault(text);
  if (shape) return shape;
  const ascii = domainToASCII(text.toLowerCase());
  if (ascii === "") return { what: "has characters that no domain name can have.", mend: example };
  return lengthFault(ascii) ?? labelFault(ascii) ?? { ascii, unicode: domainToUnicode(ascii) };
};

export const isDomain = (read: Domain | DomainFault): read is Domain => "ascii" in read;

const example = 'Write a name such as "foobar.com" or "münchen.example".';

const shapeFault = (text: string): DomainFault | undefined => {
  if (text === "") return { what: "is empty.", mend: example };
  const url = /^[a-z]+:\/\/([^/:?#]+)/iu.exec(text);
  if (url) return { what: "is an address with a scheme, not a name.", mend: `Write only the name: "${url[1]}".` };
  if (/[/?#@]/u.test(text))
    return {
      what: "has more than a name in it.",
      mend: `Write only the name: "${text.split(/[/?#@]/u)[0] || "foobar.com"}".`,
    };
  if (/\s/u.test(text))
    return { what: "has a space in it.", mend: `Write it without: "${text.replaceAll(/\s/gu, "")}".` };
  if (/^[\d.]+$/u.test(text) || text.startsWith("[") || text.split(":").length > 2) {
    return {
      what: "is an address, not a name.",
      mend: `${example} A server's address belongs in environments.NAME.servers.`,
    };
  }
  if (text.includes(":"))
    return {
      what: "has a port in it.",
      mend: `Write only the name: "${text.split(":")[0]}". Ports of local belong in ports.http.`,
    };
  if (text.includes("*"))
    return {
      what: "is a wildcard, which one site cannot own.",
      mend: "Write each name: one as domain, the others in aliases.",
    };
  if (text.endsWith(".")) return { what: "ends with a dot.", mend: `Write it without: "${text.slice(0, -1)}".` };
  return undefined;
};

const lengthFault = (ascii: string): DomainFault | undefined => {
  const long = ascii.split(".").find((label) => label.length > 63);
  if (long)
    return { what: `has a label of ${long.length} characters; 63 is the limit.`, mend: "Choose a shorter name." };
  if (ascii.length > 253)
    return { what: `has ${ascii.length} characters; 253 is the limit.`, mend: "Choose a shorter name." };
  return undefined;
};

const labelFault = (ascii: string): DomainFault | undefined => {
  const labels = ascii.split(".");
  if (labels.includes("")) return { what: "has two dots in a row, or one at its start.", mend: example };
  const bad = labels.find((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/u.test(label));
  if (bad) return { what: `has the label "${bad}": letters, digits and inner hyphens only.`, mend: example };
  if (labels.length < 2)
    return {
      what: "has one label only.",
      mend: `Write it with its ending: "${ascii}.com", or "${ascii}.test" for a trial.`,
    };
  if (/^\d+$/u.test(labels.at(-1) ?? "")) return { what: "ends in a number.", mend: example };
  return undefined;
};
