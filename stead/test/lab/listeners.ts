/**
 * A program for a server: a chat on 127.0.0.1:9099 that keeps the bodies it is sent in /run/chat.log, and a relay on port 2525 that keeps mail in
 * /run/mail.log; a line that does not end with CR and LF ends the conversation, as with today's relays.
 */
export const LISTENERS = String.raw`
import socket, threading
def chat():
    s = socket.create_server(("127.0.0.1", 9099))
    while True:
        c = s.accept()[0]; data = b""
        while b'"}' not in data:
            more = c.recv(4096)
            if not more: break
            data += more
        if b"\r\n\r\n" in data: open("/run/chat.log", "ab").write(data.split(b"\r\n\r\n", 1)[1] + b"\n")
        c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"); c.close()
def relay():
    s = socket.create_server(("127.0.0.1", 2525))
    while True:
        c = s.accept()[0]; lines = c.makefile("rb"); mail = None
        c.sendall(b"220 relay\r\n")
        for line in lines:
            if not line.endswith(b"\r\n"): c.sendall(b"550 bare line feed\r\n"); break
            if mail is not None and line == b".\r\n":
                open("/run/mail.log", "ab").write(mail); mail = None; c.sendall(b"250 taken\r\n")
            elif mail is not None: mail += line
            elif line.upper().startswith(b"DATA"): mail = b""; c.sendall(b"354 go on\r\n")
            elif line.upper().startswith(b"QUIT"): c.sendall(b"221 bye\r\n"); break
            else: c.sendall(b"250 well\r\n")
        c.close()
threading.Thread(target=chat).start(); relay()
`;
