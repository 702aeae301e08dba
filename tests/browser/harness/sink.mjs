// The drain that a browser under test has instead of a network: a proxy that writes down every request and refuses it.
//
// For: "no request leaves the browser". Whatever the harness did not answer inside the browser ends here, whoever sent it: the
// page, a content script, the extension's background, a CSP report.
// Out: the hosts that were asked for. Must never know of: sites, pages, the extension.

import { createServer } from "node:http";

/** Hosts that the browsers call for themselves, with or without an extension. */
const BROWSERS_OWN = [
  /(^|\.)googleapis\.com$/,
  /(^|\.)gvt1\.com$/,
  /^accounts\.google\.com$/,
  /^www\.google\.com$/,
  /^clients2\.google\.com$/,
  /(^|\.)mozilla\.(com|org|net)$/,
  /^detectportal\.firefox\.com$/,
];

export async function openSink() {
  const asked = [];
  const waiting = new Set();
  const note = (host, what) => {
    if (BROWSERS_OWN.some((own) => own.test(host))) return;
    asked.push(what);
    for (const look of waiting) look();
  };
  const server = createServer((request, response) => {
    note(new URL(request.url, "http://unknown").hostname, request.url);
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    note(request.url.split(":")[0], request.url);
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 502 No network here\r\n\r\n");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    /** Everything that was asked for since the last look. */
    take: () => asked.splice(0),
    /** Resolves as soon as `what` has been asked for since the last look. */
    arrival: (what) =>
      new Promise((resolve) => {
        const look = () => {
          if (!asked.includes(what)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
