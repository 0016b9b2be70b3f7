import { createServer as createRelay, type Server as Relay } from "node:net";

/** Takes mail as today's relays do: a line that ends without CR ends the conversation (SMTP smuggling). */
export const strictRelay = (take: (mail: string) => void): Relay =>
  createRelay((socket) => {
    let [rest, mail]: [string, string | undefined] = ["", undefined];
    const answer = (line: string): void => {
      if (mail !== undefined && line === ".") {
        take(mail);
        mail = undefined;
        socket.write("250 taken\r\n");
      } else if (mail !== undefined) mail += `${line}\r\n`;
      else if (/^DATA/iu.test(line)) {
        mail = "";
        socket.write("354 go on\r\n");
      } else if (/^QUIT/iu.test(line)) socket.end("221 bye\r\n");
      else socket.write("250 well\r\n");
    };
    socket.on("error", () => undefined);
    socket.write("220 relay\r\n");
    socket.on("data", (part: Buffer) => {
      rest += part.toString();
      if (/(?<!\r)\n/u.test(rest)) return void socket.end("550 bare line feed\r\n");
      const lines = rest.split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) answer(line);
    });
  });
