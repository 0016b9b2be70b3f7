import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { openMailFolder, type MailFolder } from "./mail-folder.ts";

/** As most mail servers of the world take at most (bytes). */
const LARGEST_MESSAGE = 25 * 1024 * 1024;

export interface MailCatcher {
  /** The port it listens on. */
  readonly port: number;
  close(): Promise<void>;
}

/** An SMTP server on loopback that takes every message and delivers none: it keeps them as files in `folder`. */
export const openMailCatcher = async (options: {
  readonly port: number;
  readonly folder: string;
}): Promise<MailCatcher> => {
  const folder = await openMailFolder(options.folder);
  const server = new SMTPServer({
    banner: "Stead keeps all mail here",
    // Neither makes sense on loopback, and clients that see STARTTLS would mistrust the certificate.
    disabledCommands: ["AUTH", "STARTTLS"],
    size: LARGEST_MESSAGE,
    logger: false,
    onData: (stream, session, answer) => void take(folder, stream, session).then(() => answer(null, "kept"), answer),
  });
  server.on("error", (error: Error) => console.error(`A client failed: ${error.message}`));
  const listening = server.listen(options.port, "127.0.0.1");
  await new Promise<void>((resolve, reject) => {
    listening.once("listening", resolve);
    listening.once("error", reject);
  });
  const address = listening.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

/** The envelope stands in two header lines of its own: it may differ from what the message says of itself. */
const take = async (folder: MailFolder, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
  const { mailFrom, rcptTo } = session.envelope;
  const sender = mailFrom === false ? "" : mailFrom.address;
  const envelope = `X-Envelope-From: <${sender}>\r\nX-Envelope-To: ${rcptTo.map(({ address }) => `<${address}>`).join(", ")}\r\n`;
  const name = await folder.keep(envelope, stream, () => stream.sizeExceeded);
  console.log(`Kept ${name}: from <${sender}> to ${rcptTo.map(({ address }) => `<${address}>`).join(", ")}`);
};
