/** Turns speech into text: the browser's own recogniser today, another one (dialects) tomorrow. */
export type Dictation = {
  /** Hears of each finished phrase, and of the end; returns what stops it. */
  start: (on: {
    phrase: (text: string) => void;
    end: (problem: DictationProblem) => void;
  }) => () => void;
};
export type DictationProblem = "refused" | "network" | "silence" | null;

type Heard = { resultIndex: number; results: SpeechRecognitionResultList };
type Recogniser = EventTarget & {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start: () => void;
  stop: () => void;
};
type Maker = new () => Recogniser;

const problems: Record<string, DictationProblem> = {
  "not-allowed": "refused",
  "service-not-allowed": "refused",
  network: "network",
  "no-speech": "silence",
};

/** Undefined where the browser has none; then a recording says it. */
export function browserDictation(language: string): Dictation | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as Record<
    string,
    Maker | undefined
  >;
  const Recognition = SpeechRecognition ?? webkitSpeechRecognition;
  if (!Recognition) return undefined;
  return {
    start: ({ phrase, end }) => {
      const recogniser = new Recognition();
      recogniser.lang = language;
      recogniser.continuous = true;
      recogniser.interimResults = false;
      let problem: DictationProblem = null;
      recogniser.addEventListener("result", (event) => {
        const { resultIndex, results } = event as unknown as Heard;
        for (const result of [...results].slice(resultIndex))
          if (result.isFinal) phrase(result[0]?.transcript ?? "");
      });
      recogniser.addEventListener("error", (event) => {
        problem = problems[(event as unknown as { error: string }).error] ?? null;
      });
      recogniser.addEventListener("end", () => end(problem));
      recogniser.start();
      return () => recogniser.stop();
    },
  };
}
