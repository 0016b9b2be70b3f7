/** What load is made of: a page, a write of 64 kB, a page that takes long (so that some always span a switch). */
export type RequestKind = "page" | "write" | "slow";

/** One request, and how to tell that its answer is the expected one. */
export interface LoadRequest {
  readonly kind: RequestKind;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The reason why a complete answer is not the expected one; undefined: it is. */
  readonly wrong: (answer: Answer) => string | undefined;
}

/** A complete answer: all bytes that its own framing promised. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Where requests go, and the name they ask for. */
export interface Target {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  /** Encrypted: the name is asked for in the handshake too, and who signed for it must be trusted (NODE_EXTRA_CA_CERTS). */
  readonly secure?: true;
}

/** The usual expectation of a page: status 200, and a text that only the right page holds. */
export const expectPage =
  (text: string) =>
  ({ status, body }: Answer): string | undefined => {
    if (status !== 200) return `status ${status}`;
    return body.includes(text) ? undefined : "another page than expected";
  };
