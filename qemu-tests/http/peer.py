# SPDX-License-Identifier: MIT
"""The server behind a proxy, for tests: usage: peer.py PORT [CERTIFICATE KEY]

GET /echo     the request as it came: its first line, its headers, its body
GET /stream   ten lines, one each 100 ms
GET /slow     an answer after 5 s
GET /chat     a WebSocket (RFC 6455) that sends back each text, in capitals
GET /fail     500
"""
import base64
import hashlib
import http.server
import socketserver
import ssl
import struct
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("X-Powered-By", "peer")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        if path.endswith("/chat"):
            self.chat()
        elif path.endswith("/stream"):
            self.stream()
        elif path.endswith("/slow"):
            time.sleep(5)
            self.answer(b"at last\n")
        elif path.endswith("/fail"):
            self.answer(b"its own page\n", 500)
        else:
            self.answer((self.requestline + "\n" + str(self.headers)).encode() + body)

    do_POST = do_PUT = do_DELETE = do_GET

    def stream(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.send_header("X-Accel-Buffering", "no")
        self.end_headers()
        for number in range(10):
            self.wfile.write(b"line %d\n" % number)
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True

    def chat(self):
        accept = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode())
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(accept.digest()).decode())
        self.end_headers()
        self.wfile.flush()
        while True:
            head = self.rfile.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                break
            length = head[1] & 127
            if length == 126:
                length = struct.unpack(">H", self.rfile.read(2))[0]
            mask = self.rfile.read(4)
            text = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.rfile.read(length))).upper()
            size = bytes([length]) if length < 126 else b"\x7e" + struct.pack(">H", length)
            self.wfile.write(b"\x81" + size + text)
            self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
