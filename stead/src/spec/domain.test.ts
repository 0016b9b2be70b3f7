import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDomain, readDomain } from "./domain.ts";
import { anyCharacter } from "../../test/setup/any-character.ts";

describe("a domain", () => {
  test.each([
    ["foobar.com", "foobar.com", "foobar.com"],
    ["FooBar.COM", "foobar.com", "foobar.com"],
    ["münchen.example", "xn--mnchen-3ya.example", "münchen.example"],
    ["xn--mnchen-3ya.example", "xn--mnchen-3ya.example", "münchen.example"],
    ["a.b.c.co.uk", "a.b.c.co.uk", "a.b.c.co.uk"],
    ["1and1.de", "1and1.de", "1and1.de"],
  ])("%s is read in both forms", (text, ascii, unicode) => {
    expect(readDomain(text)).toEqual({ ascii, unicode });
  });

  test.each([
    ["", "is empty."],
    ["foobar", "has one label only."],
    ["localhost", "has one label only."],
    ["https://foobar.com/", "is an address with a scheme, not a name."],
    ["foobar.com/blog", "has more than a name in it."],
    ["me@foobar.com", "has more than a name in it."],
    ["foobar.com:8080", "has a port in it."],
    ["foo bar.com", "has a space in it."],
    ["127.0.0.1", "is an address, not a name."],
    ["::1", "is an address, not a name."],
    ["[::1]", "is an address, not a name."],
    ["*.foobar.com", "is a wildcard, which one site cannot own."],
    ["foobar.com.", "ends with a dot."],
    ["foo..com", "has two dots in a row, or one at its start."],
    [".foobar.com", "has two dots in a row, or one at its start."],
    ["-foo.com", 'has the label "-foo": letters, digits and inner hyphens only.'],
    ["foo_bar.com", 'has the label "foo_bar": letters, digits and inner hyphens only.'],
    [`${"a".repeat(64)}.com`, "has a label of 64 characters; 63 is the limit."],
    [`${"a.".repeat(130)}com`, "has 263 characters; 253 is the limit."],
    ["foo.123", "has characters that no domain name can have."],
  ])("%j is refused: %s", (text, what) => {
    expect(readDomain(text)).toMatchObject({ what });
  });

  test("any domain there is comes back the same when read again", () => {
    fc.assert(
      fc.property(fc.domain(), (name) => {
        const read = readDomain(name);
        expect(isDomain(read)).toBe(true);
        expect(readDomain(isDomain(read) ? read.unicode : name)).toEqual(read);
      }),
    );
  });

  test("no text at all makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const read = readDomain(text);
        expect(isDomain(read) || read.what.endsWith(".")).toBe(true);
      }),
    );
  });
});
