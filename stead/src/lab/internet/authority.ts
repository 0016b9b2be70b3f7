import type { Host } from "../../host/host.ts";
import type { Lab } from "../lab.ts";
import { router } from "../network.ts";
import { shell } from "../shell.ts";
import { internetFolder, keeperFolder, signalKeeper, startKeeper } from "./keeper.ts";
import { LAB_ZONE } from "./places.ts";

/** It needs no file of its own, so it gets the account that owns none. */
const ACCOUNT = "nobody";

/** Roots of the authority and of its own door: what a client needs to trust both. One PEM each. */
export const authorityFiles = (lab: Lab) => ({
  /** All of it in one file. */
  all: `${internetFolder(lab)}/ca.pem`,
  /** Signs the sites' certificates; another one each time the authority starts. */
  issuer: `${internetFolder(lab)}/acme-issuer.pem`,
  /** Proves the directory's own address. */
  door: `${internetFolder(lab)}/acme-door.pem`,
});

/** $1 the folder, $2 the account, $3 the name; a certificate for the authority's own HTTPS. */
const MAKE_DOOR = `
[ ! -s "$1/acme-door.pem" ] || exit 0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Stead lab, the door of its authority" \\
  -addext "subjectAltName=DNS:$3,IP:$4,IP:$5" -keyout "$1/acme/door.key" -out "$1/acme-door.pem" 2>/dev/null
chown "$2" "$1/acme/door.key"
`;

/** $1 the folder, $2 the namespace, $3 the authority's address. Asked with curl, of Debian's base. */
const FETCH_ISSUER = `
nsenter --net=/run/netns/"$2" curl --silent --show-error --fail --max-time 10 --cacert "$1/acme-door.pem" \\
  "https://$3:15000/roots/0" >"$1/acme-issuer.pem"
cat "$1/acme-door.pem" "$1/acme-issuer.pem" >"$1/ca.pem"
`;

/** Seconds for which a certificate counts unless somebody wants another time: 90 days, Let's Encrypt's. */
const VALID = 90 * 86_400;

/**
 * Starts the lab's certificate authority (Pebble, which speaks ACME as Let's Encrypt does): it resolves through the lab's
 * resolver and looks at the sites' ports 80 and 443. `valid`: seconds for which its certificates count.
 */
export const startAuthority = async (machine: Host, lab: Lab, valid = VALID): Promise<void> => {
  const [at, folder] = [internetFolder(lab), keeperFolder(lab, "acme")];
  await machine.files.makeFolder(folder, { mode: 0o700, account: ACCOUNT });
  const words = [at, ACCOUNT, `acme.${LAB_ZONE}`, router.v4, router.v6];
  await shell(machine, { task: "the certificate of its authority", text: MAKE_DOOR, words }, { timeout: 30 });
  await machine.files.write(`${at}/acme.json`, configuration(at, valid), { mode: 0o644 });
  await startKeeper(machine, lab, {
    name: "acme",
    account: ACCOUNT,
    run: ["pebble", "-config", `${at}/acme.json`, "-dnsserver", `${router.v4}:53`],
    environment: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
    ports: [14_000, 15_000],
  });
  const fetching = { task: "the root of its authority", text: FETCH_ISSUER, words: [at, lab.network, router.v4] };
  await shell(machine, fetching, { timeout: 30 });
};

/**
 * Ends the authority and starts it anew, with certificates that count for so many seconds. It has forgotten accounts and
 * orders then, and signs with another root: what trusted it before does not any more.
 */
export const restartAuthority = async (machine: Host, lab: Lab, valid: number | undefined): Promise<void> => {
  await signalKeeper(machine, lab, "acme", "TERM");
  const gone = `while [ -e "/proc/$(cat "$1")" ] && ! grep -qs "^State:.Z" "/proc/$(cat "$1")/status"; do sleep 0.02; done; rm -f "$1"`;
  const words = [`${keeperFolder(lab, "acme")}.pid`];
  await shell(machine, { task: "the end of its authority", text: gone, words }, { timeout: 30 });
  await startAuthority(machine, lab, valid);
};

const configuration = (at: string, valid: number): string =>
  `${JSON.stringify({
    pebble: {
      listenAddress: ":14000",
      managementListenAddress: ":15000",
      certificate: `${at}/acme-door.pem`,
      privateKey: `${at}/acme/door.key`,
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: "",
      externalAccountBindingRequired: false,
      certificateValidityPeriod: valid,
    },
  })}\n`;
