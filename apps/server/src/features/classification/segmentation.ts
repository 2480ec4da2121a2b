import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

const jieba = Jieba.withDict(dict);

/** Words of a Chinese text, for teaching and for search. */
export const cut = (text: string): string[] => jieba.cut(text, true);
