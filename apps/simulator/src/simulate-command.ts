import { parseArgs } from "node:util";
import { scenes } from "./scenes/scenes.ts";
import { Stage } from "./scenes/scene.ts";
import { Stream } from "./stream.ts";

const usage = `Usage: gezhi simulate [scene] [options]

Speaks only the public interface of a running server in demo mode. Everything it makes is marked 模拟.

  --url URL      the server (http://127.0.0.1:1410)
  --mqtt URL     where devices publish (mqtt://127.0.0.1:1883)
  --seed N       the same seed gives the same events (1)
  --rate N/s     reports a second (1/s)
  --unit CODE    only in this unit
  --count N      stop after N reports
  --no-work      nobody works on them
  --pace N       seconds between the steps of a scene, to watch it on the screens (0)

Scenes:
${scenes.map(({ name, title }) => `  ${name.padEnd(16)} ${title}`).join("\n")}`;

/** `gezhi simulate`: exit code 0 when done, 1 when the server refused, 2 when the command is wrong. */
export async function simulateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      url: { type: "string", default: "http://127.0.0.1:1410" },
      mqtt: { type: "string", default: "mqtt://127.0.0.1:1883" },
      seed: { type: "string", default: "1" },
      rate: { type: "string", default: "1/s" },
      unit: { type: "string" },
      count: { type: "string" },
      pace: { type: "string", default: "0" },
      work: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
  });
  const scene = scenes.find(({ name }) => name === positionals[0]);
  const rate = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(values.rate)?.[1]);
  const seed = Number(values.seed);
  const count = values.count === undefined ? undefined : Number(values.count);
  const paceSeconds = Number(values.pace);
  const wrong =
    (positionals[0] && !scene) ||
    !(rate > 0) ||
    !Number.isInteger(seed) ||
    !(paceSeconds >= 0 && paceSeconds <= 600) ||
    (count !== undefined && !(count > 0)) ||
    (values.unit && !/^\d{6,15}$/.test(values.unit));
  if (values.help || wrong) {
    console[wrong ? "error" : "log"](usage);
    return wrong ? 2 : 0;
  }
  if (scene) {
    console.log(scene.title);
    try {
      await scene.play(new Stage(values.url, seed, console.log, values.mqtt, paceSeconds));
      return 0;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const stream = new Stream({
    base: values.url,
    seed,
    rate,
    work: values.work,
    signal: stop.signal,
    say: console.error,
    ...(values.unit ? { unit: values.unit } : {}),
    ...(count === undefined ? {} : { count }),
  });
  await stream.run();
  console.log(`${stream.made} reported, ${stream.refused} refused`);
  return stream.refused && !stream.made ? 1 : 0;
}
