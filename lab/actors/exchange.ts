/** What originator and responder say to each other: 320 bytes there and 270 back, as in the case that started this. */
export const request: Buffer = padded('GET /v2/ HTTP/1.1\r\nHost: registry.example\r\nX-Padding: ', 320);
export const response: Buffer = padded('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Padding: ', 270);
export const refusal: Buffer = padded('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nX-Padding: ', 270);

function padded(head: string, lengthBytes: number): Buffer {
  return Buffer.from(`${head.padEnd(lengthBytes - 4, '.')}\r\n\r\n`);
}
