import { createServer } from "node:net";
import type { Config } from "../platform/config.ts";

type Address = Pick<Config, "PORT" | "HOST">;

/** What to do about an address that cannot be listened on; other errors as they are. */
function explain(error: unknown, { PORT, HOST }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const told = (message: string) => new Error(message, { cause: error });
  if (code === "EADDRINUSE")
    return told(
      `Port ${PORT} is in use: stop the program that uses it, or set PORT to a free one.`,
    );
  if (code === "EACCES")
    return told(`This account may not listen on port ${PORT}: set PORT to one above 1023.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return told(`${HOST} is no address of this machine: set HOST to one, or to 0.0.0.0 for all.`);
  return error;
}

/** Says at once what listening would say after the long first start. */
export async function checkPort(config: Address): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject).listen(config.PORT, config.HOST, resolve);
    });
  } catch (error) {
    throw explain(error, config);
  }
  await new Promise((resolve) => probe.close(resolve));
}

type Listener = { listen: (options: { port: number; host: string }) => Promise<string> };

export async function listen(app: Listener, config: Address): Promise<string> {
  try {
    return await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    throw explain(error, config);
  }
}
