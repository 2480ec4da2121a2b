import { createServer, type ServerResponse } from "node:http";

// A server that does nothing but Server-Sent Events: what the machine can do without a database. Runs as a process of its own.
const screens = new Map<string, Set<ServerResponse>>();
const server = createServer((request, response) => {
  const town = new URL(request.url ?? "/", "http://bare").searchParams.get("town") ?? "";
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("event: ready\ndata: {}\n\n");
  const own = screens.get(town) ?? new Set();
  screens.set(town, own.add(response));
  response.on("close", () => own.delete(response));
});
let row = 0;
process.on("message", ({ towns, subject }: { towns: string[]; subject: string }) => {
  row += 1;
  const data = JSON.stringify({
    kind: "incident",
    subject,
    act: "report",
    town: towns[0],
    at: new Date(),
  });
  for (const town of towns)
    for (const screen of screens.get(town) ?? [])
      screen.write(`id: 1.${row}\nevent: message\ndata: ${data}\n\n`);
});
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
