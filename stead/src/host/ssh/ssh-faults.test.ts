import { expect, test } from "vitest";
import { placeOf, reasonOf, unreachable } from "./ssh-faults.ts";

const server = { name: "web1", address: "203.0.113.7", site: "foobar.com" };

// As OpenSSH 9.2 wrote it.
test.each([
  ["ssh: connect to host 203.0.113.7 port 22: Connection refused", "SSH_UNREACHABLE", " (Connection refused)"],
  ["ssh: connect to host 203.0.113.7 port 22: Connection timed out", "SSH_UNREACHABLE", " (Connection timed out)"],
  ["ssh: connect to host 203.0.113.7 port 22: No route to host", "SSH_UNREACHABLE", " (No route to host)"],
  ["ssh: Could not resolve hostname nowhere: Name or service not known", "SSH_UNREACHABLE", ""],
  [
    "kex_exchange_identification: Connection closed by remote host\nConnection closed by 203.0.113.7 port 22",
    "SSH_UNREACHABLE",
    "",
  ],
  ["Connection timed out during banner exchange\nConnection to 203.0.113.7 port 22 timed out", "SSH_UNREACHABLE", ""],
  ["root@203.0.113.7: Permission denied (publickey).", "SSH_LOGIN_REFUSED", ""],
  ["Received disconnect from 203.0.113.7 port 22:2: Too many authentication failures", "SSH_LOGIN_REFUSED", ""],
  [
    "No ED25519 host key is known for 203.0.113.7 and you have requested strict checking.\nHost key verification failed.",
    "SSH_HOST_KEY_UNKNOWN",
    "",
  ],
  [
    "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.",
    "SSH_HOST_KEY_CHANGED",
    "",
  ],
])("%j", (words, code, reason) => {
  expect(reasonOf(words)).toBe(code);
  if (reason !== "") expect(unreachable(server, words).message).toContain(`203.0.113.7${reason}.`);
});

test("a place is written as people write it", () => {
  expect(placeOf(server)).toBe("203.0.113.7");
  expect(placeOf({ ...server, port: 2222 })).toBe("203.0.113.7:2222");
  expect(placeOf({ ...server, address: "2001:db8::7", port: 2222 })).toBe("[2001:db8::7]:2222");
});
