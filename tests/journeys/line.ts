import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { inject } from "vitest";

/** The way from a browser to the product, which can break: also for what the browser sends without a page. */
export type Line = { url: string; cut: () => void; mend: () => void; close: () => void };

export async function openLine(): Promise<Line> {
  const product = new URL(inject("gezhiUrl"));
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(product.port), product.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.once("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => void (isCut = false),
    close: () => {
      cut();
      server.close();
    },
  };
}
