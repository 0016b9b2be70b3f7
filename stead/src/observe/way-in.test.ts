import { expect, test } from "vitest";
import { parseWayIn } from "./way-in.ts";

const answer = (sections: Readonly<Record<string, string>>): string =>
  Object.entries(sections)
    .map(([name, text]) => `\u001e${name}\n${text}\n`)
    .join("");

test("ports are sshd's own and the one that was come in by; the method is sshd's word", () => {
  const said = answer({
    sshd: "port 22\nport 2222\naddressfamily any\npasswordauthentication no\nkbdinteractiveauthentication no",
    timekeeper: "systemd-timesyncd",
    door: "2022",
    accepted: "Accepted publickey for root from 2001:db8::9 port 51234 ssh2: ED25519 SHA256:abc",
  });
  expect(parseWayIn(said)).toEqual({
    ssh: { ports: [22, 2022, 2222], passwords: false, method: "publickey" },
    timekeeper: "systemd-timesyncd",
  });
});

test("one of two ways to type a password is enough for passwords to be on", () => {
  const sshd = "port 22\npasswordauthentication no\nkbdinteractiveauthentication yes";
  expect(parseWayIn(answer({ sshd })).ssh).toMatchObject({ passwords: true });
});

test("what cannot be found out is absent, not guessed", () => {
  const nothing = { sshd: "", timekeeper: "", door: "", accepted: "" };
  expect(parseWayIn(answer(nothing))).toEqual({ ssh: { ports: [], passwords: true } });
});
