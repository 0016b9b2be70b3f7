/** What the authority's client is told. */
export interface Client {
  readonly directory: string;
  readonly data: string;
  readonly challenges: string;
  readonly email?: string;
  /** Certificates that prove the directory; absent: those that the system trusts. */
  readonly roots?: string;
}

/** dehydrated's configuration, which is lines of shell. The key is a new one with every certificate. */
export const renderClient = ({ directory, data, challenges, email, roots }: Client): string =>
  [
    "# Written by Stead. Changes made here are overwritten.",
    `CA=${word(directory)}`,
    `BASEDIR=${data}`,
    `WELLKNOWN=${challenges}`,
    "CHALLENGETYPE=http-01",
    "KEY_ALGO=prime256v1",
    "AUTO_CLEANUP=yes",
    ...(email === undefined ? [] : [`CONTACT_EMAIL=${word(email)}`]),
    ...(roots === undefined ? [] : [`CURL_OPTS='--cacert ${roots}'`]),
    "",
  ].join("\n");

/** For a shell, whatever is in it. */
const word = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
